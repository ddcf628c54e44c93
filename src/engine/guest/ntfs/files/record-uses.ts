/** Whether records are those that names lead to: of many names at once, by as few reads as may be. */
import { formatCount } from '../../../bytes/format.ts'
import { KIB } from '../../../format/layout.ts'
import { Head } from '../../volumes/head.ts'
import { isInUse } from '../file-table.ts'
import type { NtfsVolume } from './node.ts'
import { isDirectoryRecord, isSameUse, type Reference, sequenceOf } from './reference.ts'

/** What the record says that it describes, or what is wrong with it, in a sentence. */
export type RecordUse = { readonly isDirectory: boolean } | string

/** What is read at once, and how much of it for nothing, in bytes. */
const LONGEST = 256 * KIB
const GAP = 16 * KIB
/** What is kept of a record, in bytes: its sign, its use and its flags. */
const HEADER = 24
/** How many pieces of the table are kept: of a million records of 1 KiB, in 24 MiB. */
const MOST_KEPT = 4096
/** A piece of the table costs as much as so many records by themselves. */
const PIECE_COST = 2

/** Those of the records that the names of one directory lead to. */
export class RecordUses {
  readonly #volume: NtfsVolume
  /** By the number of the piece: the beginnings of its records. Only where names are so many that they need most of the table. */
  readonly #pieces: Map<number, Uint8Array | undefined> | undefined
  readonly #perPiece: number

  /** `names` is about how many there are. */
  constructor(volume: NtfsVolume, names: number) {
    const { table, recordSize } = volume
    this.#volume = volume
    this.#perPiece = LONGEST / recordSize
    const pieces = Math.ceil(table.count / this.#perPiece)
    if (pieces <= MOST_KEPT && names >= PIECE_COST * pieces) this.#pieces = new Map()
  }

  /** Of each of them. */
  async of(references: readonly Reference[]): Promise<readonly RecordUse[]> {
    const uses: RecordUse[] = references.map(() => '')
    const order = references.map(({ record }, index) => ({ record, index }))
    order.sort((a, b) => a.record - b.record)
    for (let start = 0; start < order.length; ) {
      const first = order[start]?.record ?? 0
      const end = this.#pieces ? this.#endOfPiece(order, start) : this.#endOfRun(order, start)
      const last = order[end - 1]?.record ?? first
      const read = await this.#headers(first, last)
      for (const { record, index } of order.slice(start, end)) {
        const reference = references[index]
        const header = read?.(record)
        const isThere = header?.has(0, 'FILE') || record >= this.#volume.table.count
        // Where not all of them are in the volume, or one is damaged, of which there may be a copy.
        const found = isThere ? header : await this.#volume.table.anyRecord(record)
        if (reference) uses[index] = judge(found, reference)
      }
      start = end
    }
    return uses
  }

  #endOfPiece(order: readonly { readonly record: number }[], start: number): number {
    const piece = Math.floor((order[start]?.record ?? 0) / this.#perPiece)
    let end = start + 1
    while (Math.floor((order[end]?.record ?? -1) / this.#perPiece) === piece) end++
    return end
  }

  /** Up to where they are near each other. */
  #endOfRun(order: readonly { readonly record: number }[], start: number): number {
    const { recordSize } = this.#volume
    const first = order[start]?.record ?? 0
    let [end, before] = [start + 1, first]
    for (; end < order.length; end++) {
      const record = order[end]?.record ?? 0
      if ((record - before - 1) * recordSize > GAP) break
      if ((record - first + 1) * recordSize > LONGEST) break
      before = record
    }
    return end
  }

  /** Gives the beginnings of the records from the first to the last; `undefined` where they are not all in the volume. */
  async #headers(first: number, last: number): Promise<((record: number) => Head) | undefined> {
    const { table, recordSize } = this.#volume
    if (last >= table.count) return undefined
    if (!this.#pieces) {
      const bytes = await table.recordBytes(first, last - first + 1)
      return bytes && ((record) => new Head(part(bytes, record - first, recordSize)))
    }
    const piece = Math.floor(first / this.#perPiece)
    const from = piece * this.#perPiece
    if (!this.#pieces.has(piece)) {
      const count = Math.min(this.#perPiece, table.count - from)
      const bytes = await table.recordBytes(from, count)
      this.#pieces.set(piece, bytes && beginnings(bytes, recordSize))
    }
    const kept = this.#pieces.get(piece)
    return kept && ((record) => new Head(part(kept, record - from, HEADER)))
  }
}

const part = (bytes: Uint8Array, index: number, length: number): Uint8Array =>
  bytes.subarray(index * length, (index + 1) * length)

function beginnings(records: Uint8Array, recordSize: number): Uint8Array {
  const count = records.length / recordSize
  const kept = new Uint8Array(count * HEADER)
  for (let i = 0; i < count; i++)
    kept.set(part(records, i, recordSize).subarray(0, HEADER), i * HEADER)
  return kept
}

function judge(record: Head | undefined, { record: number, sequence }: Reference): RecordUse {
  const which = `record ${formatCount(number)}`
  if (record === undefined) return `${which} is damaged or not there.`
  if (!isInUse(record)) return `${which} is not in use.`
  if (isSameUse(sequenceOf(record), sequence)) return { isDirectory: isDirectoryRecord(record) }
  return `${which} has been used for something else since.`
}
