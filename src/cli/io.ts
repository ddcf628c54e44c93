/** What a command needs of the process around it. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** Resolves when there is room for more output; with false where nobody reads it any more. */
  drained?(): Promise<boolean>
  /** Puts a question to whoever sits at the terminal; not there where nobody does. */
  ask?(question: string): Promise<boolean>
  /** Aborted when the user or the system asks the process to end. */
  readonly signal: AbortSignal
  /** As that of a `Run`: long work lets the signal in. */
  readonly pause?: () => Promise<void>
}
