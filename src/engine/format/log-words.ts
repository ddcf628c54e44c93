/** Places and entries of the log, as everything that speaks of them names them. */
import { formatHex, plural } from '../bytes/format.ts'

/** A place in the log, from its start: in a table with so many digits that they stand below each other. */
export const logPosition = (position: number | bigint, digits?: number): string =>
  `log+${formatHex(position, digits)}`

type SequenceNumber = bigint | string

/** "7", "7 to 9". */
export const numberRange = (first: SequenceNumber, last: SequenceNumber): string =>
  first === last ? `${first}` : `${first} to ${last}`

/** "sequence number 7", "sequence numbers 7 to 9". */
export const sequenceNumbers = (first: SequenceNumber, last: SequenceNumber): string =>
  `sequence ${first === last ? 'number' : 'numbers'} ${numberRange(first, last)}`

/** "1 entry, sequence number 7", "3 entries, sequence numbers 7 to 9". */
export const entriesWords = (count: number, first: SequenceNumber, last: SequenceNumber): string =>
  `${plural(count, 'entry', 'entries')}, ${sequenceNumbers(first, last)}`
