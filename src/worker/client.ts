/** What the page holds of a worker: typed calls, and the end of it. */

import type {
  CallName,
  Calls,
  ErrorCode,
  ErrorInfo,
  ErrorSubject,
  Progress,
} from './protocol/protocol.ts'

export interface CallOptions<C extends CallName = CallName> {
  /**
   * Asks the worker to stop. The call settles when it has: with `aborted`, or with its result if it
   * was done already.
   */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** What the call gives before its end. */
  readonly onAddition?: ((addition: Calls[C]['addition']) => void) | undefined
}

export interface Client {
  /** Rejects with a `CallError`, which carries an `ErrorInfo`. */
  call<C extends CallName>(
    call: C,
    params: Calls[C]['params'],
    options?: CallOptions<NoInfer<C>>,
  ): Promise<Calls[C]['result']>
  /** Ends the worker and everything that it is doing: calls that wait are rejected as `aborted`. */
  close(): void
}

export interface CallErrorOptions extends ErrorOptions {
  readonly about?: ErrorSubject | undefined
  readonly setting?: string | undefined
}

/** Why a call failed, in a form that crosses the worker. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly info: ErrorInfo

  constructor(
    code: ErrorCode,
    message: string,
    { about, setting, ...options }: CallErrorOptions = {},
  ) {
    super(message, options)
    this.info = {
      code,
      message,
      ...(about !== undefined && { about }),
      ...(setting !== undefined && { setting }),
    }
  }
}
