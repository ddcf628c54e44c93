/** A file that was cut, as long as it has to be: first for its log, then for its blocks. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { formatBytes, plural } from '../bytes/format.ts'
import { endOf } from '../bytes/ranges.ts'
import { readLosses, unlistedLoss } from '../diagnosis/losses.ts'
import { batIn } from '../image/bat/bat.ts'
import { type Table, tableOf } from '../image/bat/bat-window.ts'
import { isDirty } from '../inspect/inspect.ts'
import type { Step } from '../update/step.ts'
import { maximumLength, neededLength, roundedUp } from './needed-length.ts'
import { SALVAGE_CAUSE, type SalvageLoss, type SalvageWay } from './way.ts'

const NOT_CUT = 'The file is as long as its blocks and its regions need.'
const NOT_ASKED = 'No log asks for a longer file.'

/** FlushedFileOffset says how long the file was when the log was written (§2.3.1.1): no log is applied to less. */
export const lengthenedForLog: SalvageWay = async ({ inspected }) => {
  const { before, inspection } = inspected
  if (!isDirty(before)) return { why: NOT_ASKED }
  const cut = inspection.findings.find(({ rule }) => rule === 'replay.truncated')
  const { logOffset = 0n, logLength = 0 } = before.headers.current?.values ?? {}
  const logEnd = logOffset + BigInt(logLength)
  const flushed = BigInt(cut?.values['flushed'] ?? 0)
  const needed = flushed > logEnd ? flushed : logEnd
  if (needed <= BigInt(before.source.size)) return { why: NOT_ASKED }
  if (needed > BigInt(maximumLength(before))) {
    return { why: 'The log asks for a longer file than the disk can need.' }
  }
  return {
    steps: extend(roundedUp(Number(needed))),
    losses: [
      {
        sentence: `The file was ${formatBytes(Number(needed) - before.source.size)} shorter than its log says: what was there reads as zeros.`,
      },
    ],
  }
}

/** By the table that counts: after the log where it can be applied, as it is in the file else. */
export const lengthenedForBlocks: SalvageWay = async ({ inspected, sizeBefore, taken, run }) => {
  const table = tableOf(inspected.update?.after ?? inspected.before)
  if (!table) return { why: 'Nothing says where the blocks of the disk are.' }
  const { size } = table.source
  // What the log makes longer was never cut; what was made longer for the log may have been.
  const oldEnd = taken.has('lengthened') ? sizeBefore : size
  const { length, tooFar } = await neededLength(inspected.update?.after ?? inspected.before, run)
  if (length <= oldEnd) return { why: NOT_CUT }
  return {
    steps: length > size ? extend(roundedUp(length)) : [],
    losses: [
      ...tableLosses(table, oldEnd),
      ...(await blockLosses(table, oldEnd, run)),
      ...(tooFar > 0
        ? [
            {
              sentence: `Further away than the disk can need, and out of reach: ${plural(tooFar, 'block')}.`,
            },
          ]
        : []),
    ],
  }
}

function extend(size: number): readonly Step[] {
  return [{ kind: 'extend', size, cause: SALVAGE_CAUSE }, { kind: 'flush' }]
}

function tableLosses({ bat }: Table, oldEnd: number): readonly SalvageLoss[] {
  const { count } = batIn(bat, oldEnd)
  const entries = batIn(bat, endOf(bat.region)).count - count
  if (entries === 0) return []
  return [
    {
      sentence: `The table of blocks was cut itself: what its last ${plural(entries, 'entry', 'entries')} said is lost, and their blocks read as zeros.`,
      disk: unlistedLoss(bat, count),
    },
  ]
}

/** What lies behind the old end, whatever has made the file longer since. */
async function blockLosses(
  { bat, source }: Table,
  oldEnd: number,
  run?: Run,
): Promise<readonly SalvageLoss[]> {
  const cut: ByteSource = { size: oldEnd, read: (offset, length) => source.read(offset, length) }
  const { pastEnd } = await readLosses({ bat, source: cut }, run)
  if (pastEnd.bytes === 0) return []
  return [{ sentence: 'What lay behind the old end of the file reads as zeros.', disk: pastEnd }]
}
