/** What was taken out, counted; and what of it is not as it is in the guest, said as it comes. */
import { exactSize, formatCount, plural } from '../../engine/bytes/format.ts'
import {
  linkWords,
  problemWords,
  renamedWords,
  specialWords,
  type UnreadablePart,
  unreadableWords,
} from '../../engine/extract/extract-words.ts'
import type { ExtractItem } from '../../engine/extract/plan-extract.ts'
import { WITH_HOLES } from '../exit-status.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'

export class Tally {
  readonly #io: Pick<Io, 'err'>
  #files = 0
  #folders = 0
  #links = 0
  #renamed = 0
  #notMade = 0
  #streams = 0
  #bytes = 0
  #isWhole = true

  constructor(io: Pick<Io, 'err'>) {
    this.#io = io
  }

  /** Counts what is made of an item. Of a link that is not made `notMade` is told instead. */
  add(item: ExtractItem): void {
    if (item.kind === 'end') return
    if (item.kind === 'problem') {
      this.problem(problemWords(item))
      return
    }
    if (item.kind === 'special') {
      this.#notMade++
      this.#say(specialWords(item))
      return
    }
    if (item.kind === 'file') this.#files++
    if (item.kind === 'directory') this.#folders++
    if (item.kind === 'link') this.#links++
    if (item.kind === 'file' && item.stream === undefined && item.stat.streams?.length) {
      this.#streams++
    }
    if (!item.isRenamed) return
    this.#renamed++
    this.#say(renamedWords(item))
  }

  /** `why` goes on a sentence. */
  notMade(link: Extract<ExtractItem, { kind: 'link' }>, why: string): void {
    this.#notMade++
    this.#say(linkWords(link, why))
  }

  /** Something that cannot be had: a sentence. */
  problem(sentence: string): void {
    this.#isWhole = false
    this.#say(sentence)
  }

  unreadable(part: UnreadablePart): void {
    this.problem(unreadableWords(part))
  }

  /** Bytes of contents. */
  addBytes(length: number): void {
    this.#bytes += length
  }

  get status(): number {
    return this.#isWhole ? 0 : WITH_HOLES
  }

  /** `state` goes on a sentence about what was taken out. */
  summary(out: string, state: string): string {
    const count = (one: string, value: number) => (value > 0 ? [plural(value, one)] : [])
    const made = [
      plural(this.#files, 'file'),
      ...count('folder', this.#folders),
      ...count('link', this.#links),
      exactSize(this.#bytes),
    ].join(', ')
    const notes = [
      ...(this.#renamed > 0 ? [`${formatCount(this.#renamed)} with other names`] : []),
      ...(this.#notMade > 0 ? [`${formatCount(this.#notMade)} not made`] : []),
      ...(this.#streams > 0
        ? [`${plural(this.#streams, 'file')} without further streams that belong to it`]
        : []),
      ...(this.#isWhole ? [] : ['not all could be read']),
    ].join(', ')
    return `${printable(out)}: ${made}${state}${notes === '' ? '' : `; ${notes}`}`
  }

  #say(sentence: string): void {
    this.#io.err(`${printable(sentence)}\n`)
  }
}
