/** The open file as the store has it, and what is done with it. */
import type { SampleId } from '../../../engine/compose/sample-id.ts'
import type { CallOptions } from '../../../worker/client.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import type { CallName, Calls, ErrorInfo, Progress } from '../../../worker/protocol/protocol.ts'

/** Where an open image comes from, which decides what may be done with it. */
export type Origin =
  | { readonly kind: 'file' }
  /** An image of the workbench, by its name there. */
  | { readonly kind: 'kept'; readonly name: string }
  | {
      readonly kind: 'recipe'
      /** A document that should be a recipe; `undefined` for a sample whose recipe is not known here. */
      readonly recipe: unknown
      /** The image of the workbench that the recipe's log is put onto. */
      readonly base?: string | undefined
      readonly sample?: SampleId | undefined
    }

export interface Stale {
  /** When it was noticed, in milliseconds since 1970. */
  readonly since: number
  /** What has become of the file. */
  readonly why: string
}

export type Session =
  | { readonly status: 'empty' }
  | { readonly status: 'opening'; readonly name: string; readonly progress?: Progress | undefined }
  | {
      readonly status: 'open'
      readonly name: string
      readonly origin: Origin
      /** Grows with every image that is opened; the screens live as long. */
      readonly opened: number
      /** Grows with every reading: what was read of one reading says nothing about another. */
      readonly epoch: number
      readonly inspection: Opened
      /** While the blocks are read. */
      readonly surveying: Progress | undefined
      /** Where it was noticed that the file does not read as it did. */
      readonly stale: Stale | undefined
    }
  | { readonly status: 'failed'; readonly name: string; readonly error: ErrorInfo }

/** Calls that answer with the image that is open, after they have changed what that is. */
export type RenewingCall =
  | 'workbench.open'
  | 'recipe.open'
  | 'edit.commit'
  | 'edit.replay'
  | 'salvage.choose'
  | 'salvage.drop'
  | 'chain.relink'

/** Calls about the workbench as a whole. */
export type WorkbenchCall =
  | 'workbench.list'
  | 'workbench.keep'
  | 'workbench.remove'
  | 'chain.findChild'

export interface SessionActions {
  /** `then` is done once it is shown, which is later where somebody has to be asked first. */
  open(
    input: File | FileSystemFileHandle,
    handle?: Promise<FileSystemHandle | null>,
    then?: () => Promise<void>,
  ): Promise<void>
  openSample(sample: SampleId): Promise<void>
  /** Opens an image of the workbench. */
  openKept(name: string): Promise<void>
  /** Opens what `recipe` makes, or what its log makes of a kept image. `name` is what it is called. */
  openRecipe(recipe: unknown, name: string, base?: string): Promise<void>
  /**
   * A call that opens what is open once more in the same worker, because it is not what it was: the
   * screens stay and read anew. Rejects as the call does, with everything as it was.
   */
  renew<C extends RenewingCall>(
    call: C,
    params: Calls[C]['params'],
    origin?: Origin,
    options?: CallOptions<NoInfer<C>>,
  ): Promise<void>
  /** Opens the same file again: after it changed, or after it could not be read. */
  reopen(): Promise<void>
  close(): void
  /** Goes on with what was put off because it would have dropped pending edits, and drops them. */
  leave(): void
  /** Reads the blocks, once per opening. */
  survey(): Promise<void>
  /** Ends the reading of the blocks that `survey` began; what is known stays. */
  cancelSurvey(): void
  /** Asks whether the file still is what was opened; sets `stale` if not. */
  checkSource(): Promise<void>
  /** A call to the worker of the open file. Rejects when there is none. */
  call<C extends CallName>(
    call: C,
    params: Calls[C]['params'],
    options?: CallOptions<NoInfer<C>>,
  ): Promise<Calls[C]['result']>
  /** A call that needs no open file. */
  callWorkbench<C extends WorkbenchCall>(
    call: C,
    params: Calls[C]['params'],
    options?: CallOptions<NoInfer<C>>,
  ): Promise<Calls[C]['result']>
}
