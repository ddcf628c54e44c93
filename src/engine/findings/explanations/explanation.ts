/** What the app says about a rule to somebody who has to decide something. */
export interface Explanation {
  /** What the format asks for, and what was seen. */
  readonly rule: string
  /** What follows from it for whoever needs the disk. */
  readonly meaning: string
  /** What to do about it. */
  readonly advice: string
}
