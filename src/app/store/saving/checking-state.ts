/** What the app knows of a copy that the browser saved by itself, and of the file that it became. */
import type { CopyComparison } from '../../../worker/protocol/save.ts'
import type { Pace } from '../pace.ts'

/** A copy as it was handed to the browser, for a download. */
export interface HandedOut {
  readonly name: string
  /** Slices of the open file and what is new: nothing is held of it but that. */
  readonly blob: Blob
}

export type CheckJob =
  | { readonly status: 'idle' }
  | {
      readonly status: 'running'
      /** Of the file that is compared. */
      readonly name: string
      readonly done: number
      readonly total: number
      readonly pace: Pace | undefined
    }
  | { readonly status: 'compared'; readonly name: string; readonly result: CopyComparison }
  | {
      readonly status: 'failed'
      readonly name: string
      /** One sentence. */
      readonly message: string
    }

export interface CheckingData {
  /** The last one, for as long as the file is open that it was made of. */
  readonly handedOut: HandedOut | undefined
  readonly check: CheckJob
}

export interface CheckingActions {
  handOut(copy: HandedOut): void
  /** Compares the one of these files that has the name of the copy, or else the first. */
  checkSaved(files: readonly File[]): Promise<void>
  /** Ends a comparison that runs, and forgets how it ended. */
  forgetCheck(): void
}
