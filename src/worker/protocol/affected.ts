/** What the replay, or a salvage, means for the files of the guest. */
import type { AffectedReport } from '../../engine/affected/affected-report.ts'
import type { Refused } from '../../engine/bytes/refused.ts'
import { call } from './call.ts'

export const affected = {
  /**
   * The files that differ between the file as it is and after its update, `most` of each volume, with all of them
   * counted; `undefined` without an update, and refused of a skeleton. Reads what describes the files of volumes that
   * differ, once for each update; progress is of several passes in turn, each in a unit of its own.
   */
  list: call<{ readonly most: number }, AffectedReport | Refused | undefined>(),
}
