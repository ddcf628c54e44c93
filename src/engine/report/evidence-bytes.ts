/** The bytes that findings are about, for a report that shows them. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { isHeld } from '../bytes/held.ts'
import { toHex } from '../bytes/hex-dump.ts'
import type { StatedFinding } from '../findings/finding.ts'
import type { Viewed } from '../inspect/inspect.ts'

/** Of each finding the beginning, in bytes: an entry's header, a BAT entry, a signature. */
const MAX_BYTES = 64
/** Findings behind these are without: a hostile file has tens of thousands. */
const MAX_FINDINGS = 1000

/**
 * Hex digits for each finding, in order. `undefined` where it is about no bytes, about bytes that the
 * file, or the skeleton of it, does not have, about those of a parent, or behind the first thousand.
 */
export async function readEvidence(
  { inspection, before, update }: Viewed,
  run?: Run,
): Promise<readonly (string | undefined)[]> {
  const found: (string | undefined)[] = []
  for (const finding of inspection.findings.slice(0, MAX_FINDINGS)) {
    run?.signal?.throwIfAborted()
    const source = finding.state === 'after' && update ? update.result : before.source
    found.push(finding.parent ? undefined : await beginning(source, finding))
  }
  return found
}

async function beginning(source: ByteSource, { at }: StatedFinding): Promise<string | undefined> {
  const length = Math.min(at.length, MAX_BYTES, source.size - at.offset)
  const range = { offset: at.offset, length }
  return length > 0 && isHeld(source, range)
    ? toHex(await source.read(at.offset, length))
    : undefined
}
