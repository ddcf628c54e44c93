/** The log’s history and its search. They only read: nothing that they give can be saved. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { Guid } from '../../engine/bytes/guid.ts'
import type {
  OrphanRow,
  PlaceStepRow,
  SessionEntryRow,
  SessionPage,
  WrittenPlaces,
} from '../../engine/history/history-pages.ts'
import type { TraceTailRow } from '../../engine/history/trace-rows.ts'
import type { TraceStep } from '../../engine/history/trace-steps.ts'
import type { Page, RowWindow } from '../../engine/inspect/page.ts'
import { call } from './call.ts'

export const history = {
  /** What is left of all uses of the log, earliest first as far as that is known. */
  sessions: call<RowWindow, SessionPage>(),
  /** `session` is a place in that order. */
  sessionEntries: call<RowWindow & { readonly session: number }, Page<SessionEntryRow>>(),
  /** What valid entries wrote, by place in the file: of all sessions, or of one. */
  places: call<RowWindow & { readonly session?: number | undefined }, WrittenPlaces>(),
  /** What such a place held, step by step, and what it holds now. */
  steps: call<
    RowWindow & ByteRange & { readonly batEntry?: number | undefined },
    Page<PlaceStepRow>
  >(),
  orphans: call<RowWindow, Page<OrphanRow>>(),
  /** The steps of the search, §2.3.3, with the LogGuid of the header or another one in its place. */
  trace: call<RowWindow & { readonly guid?: Guid | undefined }, Page<TraceStep>>(),
  tails: call<RowWindow & { readonly guid?: Guid | undefined }, Page<TraceTailRow>>(),
  /** The first step that looks at a slot of the ring, or at the place before it. */
  findStep: call<{ readonly slot: number; readonly guid?: Guid | undefined }, number>(),
}
