/** What is wrong with a part of a directory: some sentences, and how many more there would be. */
import { formatCount } from '../../../bytes/format.ts'

/** Of a part that a hostile volume fills with what is wrong, nobody reads more. */
const MOST = 20

export class Problems {
  readonly #said: string[]
  #more = 0

  constructor(said: readonly string[] = []) {
    this.#said = [...said]
  }

  add(sentence: string): void {
    if (this.#said.length < MOST) this.#said.push(sentence)
    else this.#more++
  }

  sentences(): readonly string[] {
    return this.#more === 0
      ? this.#said
      : [...this.#said, `${formatCount(this.#more)} more things of that kind are wrong.`]
  }
}
