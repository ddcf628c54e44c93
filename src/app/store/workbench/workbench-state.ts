/** The state of the workbench: the images that are kept in the browser, and the changes to the open one. */

import type { Edit } from '../../../engine/journal/edit.ts'
import type { EditPreview } from '../../../engine/journal/edit-preview.ts'
import type { CommitEnd } from '../../../worker/protocol/edit.ts'
import type { Progress } from '../../../worker/protocol/protocol.ts'
import type { KeptImage } from '../../../worker/protocol/workbench.ts'
import type { Pace } from '../pace.ts'

/** What the browser keeps, as far as it has been asked. */
export type KeptList =
  | { readonly status: 'unknown' }
  | { readonly status: 'listed'; readonly images: readonly KeptImage[] }
  /** There is no private storage, and so no workbench, for a reason in one sentence. */
  | { readonly status: 'absent'; readonly message: string }
  /** In one sentence. */
  | { readonly status: 'failed'; readonly message: string }

/** An image on its way into the workbench. */
export type KeepJob = { readonly status: 'idle' } | StartedKeep

export type StartedKeep =
  | {
      readonly status: 'running'
      readonly name: string
      readonly done: number
      readonly total: number
      readonly pace: Pace | undefined
      readonly cancelling: boolean
    }
  | { readonly status: 'kept'; readonly image: KeptImage }
  | { readonly status: 'cancelled'; readonly name: string }
  | { readonly status: 'failed'; readonly name: string; readonly message: string }

/** What is done to the open image of the workbench: the end of a journal, or the replay of its log. */
export type WriteKind = CommitEnd | 'replay'

export type WriteJob =
  | { readonly status: 'idle' }
  | {
      readonly status: 'running'
      readonly kind: WriteKind
      readonly progress: Progress | undefined
    }
  | { readonly status: 'failed'; readonly kind: WriteKind; readonly message: string }

/** What the pending edits would do. */
export type PreviewState =
  /** There are none. */
  | { readonly status: 'none' }
  /** `last` is of earlier edits. */
  | { readonly status: 'reading'; readonly last: EditPreview | undefined }
  | { readonly status: 'ready'; readonly preview: EditPreview }
  /** They cannot be made, for a reason in one sentence. */
  | { readonly status: 'refused'; readonly message: string }

export interface WorkbenchData {
  readonly kept: KeptList
  readonly keeping: KeepJob
  /** Not yet made, in order. */
  readonly edits: readonly Edit[]
  readonly preview: PreviewState
  readonly writing: WriteJob
}

export interface WorkbenchActions {
  listKept(): Promise<void>
  /** Copies a file into the workbench. */
  keepFile(file: File): Promise<void>
  /** Copies the image that is open, as it is on disk. */
  keepOpen(name: string): Promise<void>
  cancelKeep(): void
  forgetKeep(): void
  removeKept(name: string): Promise<void>
  /** Takes an edit up behind the others. Bytes that continue the last edit become a part of it. */
  addEdit(edit: Edit): void
  /** Drops the last edit. */
  undoEdit(): void
  removeEdit(index: number): void
  discardEdits(): void
  /** Journals the pending edits. Where that fails they stay pending. */
  commit(end: CommitEnd): Promise<void>
  /** Replays the log of the open image where it stands. */
  replayInPlace(): Promise<void>
  forgetWrite(): void
}
