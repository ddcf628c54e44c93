/** Space that nobody owns and that is no surprise: what programs leave in files that are in order. */
import type { Finding } from '../../findings/finding.ts'
import { MIB } from '../../format/layout.ts'
import type { Image } from '../image.ts'
import type { Geometry } from '../metadata/geometry.ts'
import { DATA_THERE } from './free-space.ts'

export interface SpaceContext {
  readonly geometry: Geometry
  /** Whether the file was not closed, and is read as it is after its replay. */
  readonly crashed: boolean
}

/** `findings` without those about such space. */
export function withoutExpectedSpace(
  findings: readonly Finding[],
  { geometry, crashed }: SpaceContext,
): readonly Finding[] {
  // QEMU makes room for the blocks of a fixed disk, calls each of them zero, and puts it elsewhere.
  const hasRoom = geometry.kind === 'fixed'
  return findings.filter(({ rule, at, values }) => {
    const isSpace = rule === 'space.unreferenced' || rule === 'space.trailing'
    if (isSpace && hasRoom && values['content'] !== DATA_THERE) return false
    // Blocks that were being written when the writer was stopped: the BAT never knew of them.
    return !(crashed && rule === 'space.unreferenced' && at.length % geometry.blockSize === 0)
  })
}

/** `findings` without that about a fixed disk's file that ends where the disk does, as QEMU makes it. */
export function withoutExpectedSize(
  findings: readonly Finding[],
  { source, geometry }: Pick<Image, 'source' | 'geometry'>,
): readonly Finding[] {
  const isFixed = geometry?.kind === 'fixed'
  if (!isFixed || source.size % MIB !== geometry.virtualDiskSize % MIB) return findings
  return findings.filter(({ rule }) => rule !== 'file.size-unaligned')
}
