/** The other half of an answer that may be refused: `{ ok: true, … } | Refused`. */
export interface Refused {
  readonly ok: false
  /** One sentence for the user. */
  readonly reason: string
}

export const refused = (reason: string): Refused => ({ ok: false, reason })
