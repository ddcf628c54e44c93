/** Blocks that lie where they must not: in the log, or where the log writes, §2.3 and §2.5.1. */
import { type ByteRange, type ByteSource, endOf, overlaps, type Run } from '../bytes/byte-source.ts'
import { firstEndingAfter } from '../bytes/extent-map.ts'
import { type Finding, finding } from '../findings/finding.ts'
import type { Severity } from '../findings/rule.ts'
import { batFileOffsetMB, batState } from '../format/bat-entry.ts'
import { BAT_ENTRY_SIZE, MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../format/layout.ts'
import { type Bat, batEntryRange } from '../image/bat.ts'
import { type BatWindow, visitBat, visitChunks } from '../image/visit-bat.ts'

/** The most findings of either rule: one block in the log says all that has to be said. */
const MAX_FINDINGS = 100
/** States from here on have a place in the file: FULLY_PRESENT, PARTIALLY_PRESENT, SB_BLOCK_PRESENT. */
const PRESENT = 6

export interface Forbidden {
  readonly log: ByteRange | undefined
  /** How much a block in the log weighs, where not as the rule says. */
  readonly severity?: Severity | undefined
  /** What the replay writes, disjoint and in order: payload blocks must not lie there. */
  readonly targets: readonly ByteRange[]
}

/** One pass over the BAT. Progress in entries. */
export async function findBlockConflicts(
  source: ByteSource,
  bat: Bat,
  { log, severity, targets }: Forbidden,
  run?: Run,
): Promise<readonly Finding[]> {
  const inLog: Finding[] = []
  const written: Finding[] = []
  const check = (index: number, block: ByteRange, isPayload: boolean): void => {
    if (log && overlaps(log, block) && inLog.length < MAX_FINDINGS) {
      const values = { index, blockOffset: block.offset }
      inLog.push(finding('log.overlaps-block', batEntryRange(bat, index), values, severity))
    }
    if (!isPayload || written.length >= MAX_FINDINGS) return
    const target = targets[firstEndingAfter(targets, block.offset)]
    if (target && target.offset < endOf(block)) {
      const offset = Math.max(target.offset, block.offset)
      written.push(finding('replay.targets-payload', batEntryRange(bat, index), { offset, index }))
    }
  }
  const { geometry } = bat
  await visitBat(source, bat, run, (window) => {
    visitChunks(window, geometry, ({ from, to, bitmap }) => {
      visitPresent(window, from, to, geometry.blockSize, (index, at) => check(index, at, true))
      if (bitmap === undefined) return
      visitPresent(window, bitmap, bitmap + 1, SECTOR_BITMAP_BLOCK_SIZE, (index, at) =>
        check(index, at, false),
      )
    })
    return true
  })
  return [...inLog, ...written]
}

function visitPresent(
  { view, first }: BatWindow,
  from: number,
  to: number,
  size: number,
  visit: (index: number, block: ByteRange) => void,
): void {
  for (let index = from; index < to; index++) {
    const at = (index - first) * BAT_ENTRY_SIZE
    const low = view.getUint32(at, true)
    if (batState(low) < PRESENT) continue
    const offset = batFileOffsetMB(low, view.getUint32(at + 4, true)) * MIB
    visit(index, { offset, length: size })
  }
}
