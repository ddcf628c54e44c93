/** What a command needs of the process around it. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** Aborted when the user or the system asks the process to end. */
  readonly signal: AbortSignal
}
