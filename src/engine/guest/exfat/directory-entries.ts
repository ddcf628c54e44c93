/** Entries of a directory of exFAT, gathered to sets. */
import { plural } from '../../bytes/format.ts'
import { ENTRY_SIZE, type EntryReader, type FoundEntry } from '../clusters/cluster-format.ts'
import type { UpcaseTable } from './checksums.ts'
import { END, FILE, IN_USE, isSecondary, readEntrySet } from './entry-set.ts'

interface Gathered {
  readonly bytes: Uint8Array
  length: number
  /** Where the first entry lies, and where the last one ends as long as all lie one behind the other. */
  readonly node: number
  end: number | undefined
}

export class ExfatEntries implements EntryReader {
  isOver = false
  readonly #upcase: UpcaseTable | undefined
  #set: Gathered | undefined
  /** Sets that are not whole; and sets that are, but not as their checksum or hash says. */
  #broken = 0
  #doubtful = 0

  constructor(upcase: UpcaseTable | undefined) {
    this.#upcase = upcase
  }

  read(bytes: Uint8Array, place: number): readonly FoundEntry[] {
    const found: FoundEntry[] = []
    for (let at = 0; at < bytes.length; at += ENTRY_SIZE) {
      const type = bytes[at] ?? END
      this.isOver = type === END
      if (this.isOver) break
      if (!isSecondary(type)) this.#drop()
      if (type === FILE) {
        const length = ((bytes[at + 1] ?? 0) + 1) * ENTRY_SIZE
        this.#set = { bytes: new Uint8Array(length), length: 0, node: place + at, end: place + at }
      }
      const set = this.#set
      if (!set || (type & IN_USE) === 0) continue
      set.bytes.set(bytes.subarray(at, at + ENTRY_SIZE), set.length)
      set.length += ENTRY_SIZE
      set.end = set.end === place + at ? place + at + ENTRY_SIZE : undefined
      if (set.length < set.bytes.length) continue
      this.#set = undefined
      const entry = this.#whole(set)
      if (entry) found.push(entry)
      else this.#broken++
    }
    return found
  }

  #whole({ bytes, node, end }: Gathered): FoundEntry | undefined {
    const set = readEntrySet(bytes, this.#upcase)
    if (set === undefined) return undefined
    const { name, kind, content } = set
    if (set.problems.length > 0) this.#doubtful++
    const at = { offset: node, length: (end ?? node + ENTRY_SIZE) - node }
    return { entry: { name, node, kind, at }, content }
  }

  #drop(): void {
    if (this.#set) this.#broken++
    this.#set = undefined
  }

  takeProblems(isLast: boolean): readonly string[] {
    if (isLast) this.#drop()
    const [broken, doubtful] = [this.#broken, this.#doubtful]
    this.#broken = 0
    this.#doubtful = 0
    return [
      ...(broken === 0
        ? []
        : [`The entries of ${plural(broken, 'file')} are not whole: left out.`]),
      ...(doubtful === 0
        ? []
        : [`The entries of ${plural(doubtful, 'file')} are damaged: shown as they are.`]),
    ]
  }
}
