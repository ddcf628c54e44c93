/** Findings about single entries of the BAT, by the index of the entry. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import type { StatedFinding } from '../../../engine/findings/finding.ts'
import { BAT_ENTRY_SIZE } from '../../../engine/format/layout.ts'
import type { State } from '../../../engine/inspect/inspection.ts'

export type FindingsByIndex = ReadonlyMap<number, readonly StatedFinding[]>

/** Those about one entry each, of this state of the file. */
export function findingsByIndex(
  findings: readonly StatedFinding[],
  state: State,
  bat: ByteRange,
): FindingsByIndex {
  const found = new Map<number, StatedFinding[]>()
  for (const finding of findings) {
    const { offset, length } = finding.at
    const index = (offset - bat.offset) / BAT_ENTRY_SIZE
    const isEntry =
      length === BAT_ENTRY_SIZE &&
      Number.isInteger(index) &&
      index >= 0 &&
      offset < bat.offset + bat.length
    if (!isEntry || finding.state !== state) continue
    const others = found.get(index)
    if (others) others.push(finding)
    else found.set(index, [finding])
  }
  return found
}
