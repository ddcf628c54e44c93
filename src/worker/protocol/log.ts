/** The entries of the log, their descriptors, and what any of them would write. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { UpdateReport } from '../../engine/changes/change.ts'
import type { DescriptorRow } from '../../engine/entries/descriptor-rows.ts'
import type { EntryDiffRow } from '../../engine/entries/entry-diff.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { Page, RowWindow } from '../../engine/inspect/page.ts'
import type { EntryStatus, LogEntry } from '../../engine/log/log.ts'
import { call } from './call.ts'
import type { BytePage } from './file.ts'

export interface EntryQuery extends RowWindow {
  /** All statuses if absent. */
  readonly statuses?: readonly EntryStatus[] | undefined
  readonly sort?: 'position' | 'sequence-number' | 'descriptors' | undefined
  readonly descending?: boolean | undefined
}

export const log = {
  entries: call<EntryQuery, Page<LogEntry>>(),
  /** The entry that takes the slot at `position` of the log; of several the one that is replayed. */
  entry: call<{ readonly position: number }, LogEntry | undefined>(),
  descriptors: call<RowWindow & { readonly position: number }, Page<DescriptorRow>>(),
  /** What a replay that stops after `upTo` entries would change. */
  replay: call<{ readonly upTo: number }, UpdateReport>(),
  /** What any entry would write, valid or not, beside the file. For looking only. */
  entryDiff: call<
    RowWindow & { readonly position: number; readonly state: State },
    Page<EntryDiffRow>
  >(),
  /** As `file.read`, of the file with what that entry would write. Nothing can be saved of this. */
  withEntry: call<ByteRange & { readonly position: number; readonly state: State }, BytePage>(),
}
