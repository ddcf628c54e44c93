/** Which payload blocks an update writes to: blocks change with their data, and not only with their entry. */
import { batFileOffsetMB, batState, FULLY_PRESENT, PAYLOAD_STATES } from '../format/bat-entry.ts'
import { batIndexKind } from '../format/bat-index.ts'
import { MIB } from '../format/layout.ts'
import type { BatEntry } from '../image/bat/bat.ts'
import { tableOf } from '../image/bat/bat-window.ts'
import { unitsIn } from '../image/bat/find-blocks.ts'
import type { Viewed } from '../inspect/inspect.ts'
import type { EntryRule } from './entry-rules.ts'

/** Takes an entry that is the same before and after the update. */
interface WrittenBlocks {
  readonly hasNewData: EntryRule
  readonly rowHasNewData: (entry: BatEntry) => boolean
}

/** `undefined` where the update changes bytes of no payload block, as no log that keeps to §2.3 does. */
export function writtenBlocks({ update }: Viewed): WrittenBlocks | undefined {
  const changes = update?.report.changes ?? []
  const outside = changes.filter(
    ({ structure }) => structure === 'payload-block' || structure === 'block-or-unowned',
  )
  const table = tableOf(update?.after)
  if (outside.length === 0 || !table) return undefined
  const { geometry } = table.bat
  const isIn = unitsIn(outside)
  const units = geometry.blockSize / MIB
  return {
    hasNewData: (index, low, high) =>
      batState(low) >= FULLY_PRESENT &&
      batIndexKind(geometry, index) === 'payload' &&
      isIn(batFileOffsetMB(low, high), units),
    rowHasNewData: (entry) =>
      entry.kind === 'payload' &&
      PAYLOAD_STATES.indexOf(entry.state) >= FULLY_PRESENT &&
      isIn(entry.fileOffsetMB, units),
  }
}
