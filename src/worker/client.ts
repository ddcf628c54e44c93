/** What the page holds of a worker: typed calls, and the end of it. */
import type { CallName, Calls, Progress } from './protocol.ts'

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface Client {
  /** Rejects with a `CallError`, which carries an `ErrorInfo`. */
  call<C extends CallName>(
    call: C,
    params: Calls[C]['params'],
    options?: CallOptions,
  ): Promise<Calls[C]['result']>
  /** Ends the worker and everything that it is doing. */
  close(): void
}
