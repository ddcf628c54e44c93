/** Whether a fixed disk has all its blocks, §2.6.2.1. */
import { type Finding, finding } from '../../findings/finding.ts'
import type { Image } from '../image.ts'
import type { BatCensus } from './bat.ts'

/**
 * Blocks of zeros do not count: QEMU makes fixed disks of them, and makes room for them without saying
 * where. `census` counts all entries.
 */
export function allocationFindings(
  { geometry, metadata }: Pick<Image, 'geometry' | 'metadata'>,
  { payload }: BatCensus,
): readonly Finding[] {
  if (metadata?.fileParameters?.leaveBlockAllocated !== 1 || geometry?.kind !== 'fixed') return []
  const blocks = (payload['not-present'] ?? 0) + (payload.undefined ?? 0) + (payload.unmapped ?? 0)
  const item = metadata.items.find(({ known }) => known === 'fileParameters')
  const at = item?.range
  return blocks > 0 && at ? [finding('metadata.fixed-but-unallocated', at, { blocks })] : []
}
