/** Why QEMU stops: every reason with what it says itself and a sentence of ours. */
import { formatBytes, formatCount, formatHex } from '../bytes/format.ts'
import { logPosition } from '../format/log-words.ts'

/** What qemu-img prints behind "Could not open"; `undefined` where it does not come back, or we cannot tell. */
export type QemuMessage =
  | 'Invalid argument'
  | 'Operation not supported'
  | 'No valid VHDX header'
  | 'Input/output error'
  | 'File too large'

/** `position` is that of a log entry. */
type Value = number | bigint | string | undefined
type Values = Readonly<Record<string, number | bigint | string>>

interface StopWords {
  readonly says: QemuMessage | undefined
  readonly sentence: (values: Values) => string
}

const entryAt = (position: Value): string => `the entry at ${logPosition(number(position))}`
const number = (value: Value): number | bigint =>
  typeof value === 'string' || value === undefined ? 0 : value
const count = (value: Value): string => formatCount(number(value))
const invalid = (sentence: StopWords['sentence']): StopWords => ({
  says: 'Invalid argument',
  sentence,
})
const unsupported = (sentence: StopWords['sentence']): StopWords => ({
  says: 'Operation not supported',
  sentence,
})

const STOPS = {
  signature: invalid(
    () =>
      'the file does not begin with “vhdxfile”; unless it is told that this is a VHDX, it takes it for a raw disk',
  ),
  'no-header': {
    says: 'No valid VHDX header',
    sentence: () => 'it finds no header that it takes for valid',
  },
  'log-offset': invalid(
    ({ offset }) =>
      `LogOffset ${formatHex(number(offset))} is below 1 MiB or no multiple of it, which it asks of clean files too`,
  ),
  'log-version': invalid(
    ({ version }) =>
      `LogVersion is ${version}, which it does not accept even where the LogGuid is zero`,
  ),
  'log-length': invalid(({ length }) => `LogLength ${count(length)} is no multiple of 1 MiB`),
  descriptor: invalid(
    ({ position }) =>
      `${entryAt(position)} has a bad descriptor, and one bad descriptor anywhere in the log keeps it from opening the image`,
  ),
  'many-descriptors': invalid(
    ({ position, count: descriptors }) =>
      `${entryAt(position)} has ${count(descriptors)} descriptors, and it misreads every entry with more than 126`,
  ),
  loop: {
    says: undefined,
    sentence: ({ position }) =>
      `${entryAt(position)} does not verify and is as long as the whole log: skipping it leads back to it, again and again`,
  },
  'full-ring': invalid(
    ({ position }) =>
      `${entryAt(position)} takes the whole log, which it takes for an empty one when it comes to replay`,
  ),
  flushed: invalid(
    ({ position, flushed, size }) =>
      `${entryAt(position)} has a FlushedFileOffset of ${formatBytes(number(flushed))} and the file only ${formatBytes(number(size))}; it asks this of every entry, and only while writing`,
  ),
  'lost-entry': invalid(
    ({ position }) =>
      `it looks for an entry at ${logPosition(number(position))}, directly behind the data of the one before, and there is none`,
  ),
  'data-missing': invalid(
    ({ position }) => `${entryAt(position)} has fewer data sectors than data descriptors`,
  ),
  'data-sequence': invalid(
    ({ position, index }) =>
      `the data sector of descriptor ${count(index)} of ${entryAt(position)} has another sequence number, which it notices only when it comes to write it`,
  ),
  'write-place': {
    says: 'Input/output error',
    sentence: ({ position, index, offset }) =>
      `descriptor ${count(index)} of ${entryAt(position)} writes at ${formatHex(number(offset))}, where no file can reach`,
  },
  'file-size': invalid(
    ({ position }) => `${entryAt(position)} has a LastFileOffset that no file can have`,
  ),
  'zero-run': {
    says: undefined,
    sentence: ({ position, length }) =>
      `${entryAt(position)} zeroes ${formatBytes(number(length))}, which it writes 4 KiB by 4 KiB and waits for the disk after each: hours to years`,
  },
  'beyond-prediction': {
    says: undefined,
    sentence: ({ position }) =>
      `${entryAt(position)} asks for what the file system of the day decides: a place or size beyond 2^53-1`,
  },
  'too-many-writes': {
    says: undefined,
    sentence: ({ limit }) =>
      `the log has more than ${count(limit)} writes, which are not followed here`,
  },
  'region-table': invalid(
    () => 'region table 1 does not verify, and it never looks at region table 2',
  ),
  'region-count': invalid(({ count: entries }) => `the region table has ${count(entries)} entries`),
  'region-overlap': invalid(
    ({ name }) => `the region ${name} overlaps with the log or another region`,
  ),
  'region-duplicate': invalid(({ name }) => `the region table lists ${name} twice`),
  'region-unknown': unsupported(({ name }) => `the region ${name} is required and unknown to it`),
  'region-missing': invalid(() => 'the region table lists no BAT or no metadata region'),
  'metadata-place': {
    says: 'Input/output error',
    sentence: () => 'the metadata region lies where no file can reach',
  },
  'metadata-table': invalid(() => 'the metadata table has a wrong signature or too many entries'),
  'metadata-duplicate': invalid(({ name }) => `the metadata table lists ${name} twice`),
  'metadata-unknown': unsupported(
    ({ name }) => `the metadata item ${name} is required and unknown to it`,
  ),
  'metadata-missing': unsupported(() => 'a metadata item is missing that every image needs'),
  differencing: unsupported(() => 'it cannot open differencing disks at all'),
  'no-locator': invalid(() => 'the disk says that it has a parent and has no parent locator'),
  'block-size': invalid(({ size }) => `the block size ${count(size)} is none that it takes`),
  'sector-size': unsupported(
    ({ size }) =>
      `the disk has logical sectors of ${formatBytes(number(size))}, and it can only do with 512 bytes`,
  ),
  'disk-size': {
    says: 'File too large',
    sentence: ({ size }) => `the disk has ${count(size)} bytes, more than it can count`,
  },
  'bat-small': invalid(
    ({ needed, room }) =>
      `the BAT needs ${count(needed)} entries and its region has ${count(room)}`,
  ),
  'bat-place': {
    says: 'Input/output error',
    sentence: () => 'the BAT region is longer, or lies further, than it can read at once',
  },
} as const satisfies Readonly<Record<string, StopWords>>

export type QemuStopCode = keyof typeof STOPS

/** The point at which QEMU gives up, or we do. */
export interface QemuStop {
  readonly code: QemuStopCode
  readonly values: Values
}

export const stopAt = (code: QemuStopCode, values: Values = {}): QemuStop => ({ code, values })

/** The end of a sentence: "QEMU refuses it: " + this. */
export const stopWords = ({ code, values }: QemuStop): string => STOPS[code].sentence(values)

/** What qemu-img says of it; `undefined` where it says nothing in any reasonable time. */
export const qemuSays = ({ code }: QemuStop): StopWords['says'] => STOPS[code].says
