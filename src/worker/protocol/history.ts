/** Calls about the log's history and its search. They only read: nothing that they give can be saved. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { Guid } from '../../engine/bytes/guid.ts'
import type { EntryDiffRow } from '../../engine/entries/entry-diff.ts'
import type {
  OrphanRow,
  PlaceStepRow,
  SessionEntryRow,
  SessionPage,
  WrittenPlaces,
} from '../../engine/history/history-pages.ts'
import type { TraceTailRow } from '../../engine/history/trace-rows.ts'
import type { TraceStep } from '../../engine/history/trace-steps.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { Page, RowWindow } from '../../engine/inspect/page.ts'

export interface HistoryCalls {
  /** What is left of all uses of the log, earliest first as far as that is known. */
  readSessions: { params: RowWindow; result: SessionPage }
  /** `session` is a place in that order. */
  readSessionEntries: {
    params: RowWindow & { readonly session: number }
    result: Page<SessionEntryRow>
  }
  /** What valid entries wrote, by place in the file: of all sessions, or of one. */
  readWrittenPlaces: {
    params: RowWindow & { readonly session?: number | undefined }
    result: WrittenPlaces
  }
  /** What such a place held, step by step, and what it holds now. */
  readPlaceSteps: {
    /** `batEntry`: of a sector of the BAT, that entry alone. */
    params: RowWindow & ByteRange & { readonly batEntry?: number | undefined }
    result: Page<PlaceStepRow>
  }
  readOrphans: { params: RowWindow; result: Page<OrphanRow> }
  /** What any entry would write, valid or not, beside the file. For looking only. */
  readEntryDiff: {
    params: RowWindow & { readonly position: number; readonly state: State }
    result: Page<EntryDiffRow>
  }
  /** As `readBytes`, of the file with what that entry would write. Nothing can be saved of this. */
  readWithEntry: {
    params: ByteRange & { readonly position: number; readonly state: State }
    result: Uint8Array
  }
  /** The steps of the search, §2.3.3, with the LogGuid of the header or another one in its place. */
  readTrace: { params: RowWindow & { readonly guid?: Guid | undefined }; result: Page<TraceStep> }
  readTraceTails: {
    params: RowWindow & { readonly guid?: Guid | undefined }
    result: Page<TraceTailRow>
  }
  /** The first step that looks at a slot of the ring, or at the place before it. */
  findTraceStep: {
    params: { readonly slot: number; readonly guid?: Guid | undefined }
    result: number
  }
}
