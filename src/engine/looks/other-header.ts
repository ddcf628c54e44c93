/** What a damaged header that was the newer one would lead to, beside what the current one does. */

import type { Change } from '../changes/change.ts'
import { reportUpdate } from '../changes/update-report.ts'
import type { LedTo } from '../diagnosis/looks.ts'
import { type Inspected, isDirty } from '../inspect/inspect.ts'
import { draftSalvage } from '../salvage/plan-salvage.ts'
import { TRIAL_IDS } from '../salvage/way.ts'
import type { Look } from './look.ts'

/** Reads the log once more, and what its entries would write. `undefined` where both lead to the same. */
export const lookAtOtherHeader: Look<'otherHeader'> = async ({ inspected }, run) => {
  const { headers } = inspected.inspection
  const other = headers.copies.find(({ copy }) => copy !== headers.current?.copy)
  const plan = await draftSalvage(inspected, { ways: ['by-other-header'] }, TRIAL_IDS, run)
  if ('why' in plan || !other) return undefined
  const { result, after, applied } = plan
  const now = inspected.update?.report
  // Compared is what the logs write: the salvage's own headers are not in doubt.
  const changes =
    applied > 0 ? (await reportUpdate('replay', result, after.before, run)).changes : []
  const ledNow = {
    log: logOf(inspected, now && entriesOf(inspected)),
    changes: count(now?.changes),
  }
  const ledThen = { log: logOf(after, applied), changes: count(changes) }
  // Of a log that nobody wrote an entry of, nothing depends on whether it is named.
  if (ledThen.log === 'lost' && !hasEntries(after, other.values?.logGuid)) return undefined
  const isSame =
    ledThen.log !== 'lost' && ledNow.log !== 'lost' && sameChanges(now?.changes, changes)
  return isSame ? undefined : { copy: other.copy, byCurrent: ledNow, byOther: ledThen }
}

const count = (changes: readonly Change[] | undefined): number => changes?.length ?? 0

const entriesOf = ({ update }: Inspected): number => update?.plan.active.entries.length ?? 0

/** By an image, and how many entries of its log are applied. */
function logOf(image: Inspected, applied: number | undefined): LedTo['log'] {
  if (applied) return applied
  return isDirty(image.before) ? 'lost' : 'none'
}

const hasEntries = ({ scan }: Inspected, logGuid: string | undefined): boolean =>
  scan?.entries.some(({ reasons, header }) => reasons.length === 0 && header.logGuid === logGuid) ??
  false

/** Whether the same bytes become the same. */
function sameChanges(a: readonly Change[] = [], b: readonly Change[] = []): boolean {
  const told = (changes: readonly Change[]) =>
    JSON.stringify(
      changes.map(({ offset, length, changedBytes, summary, details }) => [
        offset,
        length,
        changedBytes,
        summary,
        details,
      ]),
    )
  return told(a) === told(b)
}
