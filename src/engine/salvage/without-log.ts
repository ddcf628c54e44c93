/** The log declared empty, §2.2.2: the image as it is on disk. */
import { diagnose } from '../diagnosis/diagnose.ts'
import { isDirty } from '../inspect/inspect.ts'
import { withHeaderUpdates } from '../log/replay.ts'
import type { SalvageWay } from './way.ts'

const BROKEN = ['damaged', 'unreadable']

/**
 * As a replay writes its headers, with nothing in between: first a new FileWriteGuid, then no log
 * (§2.2.2.1). Where the log can be applied and does no harm, to drop it would only lose what it has.
 */
export const withoutLog: SalvageWay = async ({ inspected, ids, run }) => {
  const { before, scan, update } = inspected
  const { current } = before.headers
  if (!current?.values || !isDirty(before)) {
    return { why: 'The file names no log that would have to be applied.' }
  }
  if (update && !BROKEN.includes((await diagnose(inspected, {}, run)).condition)) {
    return { why: 'The log can be applied, and nothing is lost by it.' }
  }
  const whole = scan?.entries.filter(({ status }) => status === 'active' || status === 'superseded')
  return {
    steps: withHeaderUpdates([], { copy: current.copy, values: current.values }, ids),
    losses: [
      {
        sentence: `The log is given up, with ${whole?.length ?? 0} whole entries: changes to the tables of the disk may be missing, or done in part.`,
      },
    ],
  }
}
