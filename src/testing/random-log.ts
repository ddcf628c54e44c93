/** Random logs for property tests: entries put into a small ring one after the other, many of them damaged. */
import fc from 'fast-check'
import { type Guid, guid } from '../engine/bytes/guid.ts'
import { sealChecksum } from '../engine/format/checksum.ts'
import { LOG_SECTOR_SIZE } from '../engine/format/layout.ts'
import { logEntryHeader } from '../engine/format/log-entry.ts'
import { type EntryUpdate, encodeEntry } from '../engine/log/encode-entry.ts'

export const RANDOM_LOG_GUID: Guid = guid('5a3c1e90-7b2d-4f68-9c04-d1e2f3a4b5c6')
const OTHER_GUID: Guid = guid('6b4d2fa1-8c3e-4079-8d15-e2f304b5c6d7')
const MAX_U32 = 2 ** 32 - 1

/** Where entries write, unless told otherwise: places in a small file above the headers. */
export const TARGETS: readonly bigint[] = [
  48n,
  49n,
  50n,
  51n,
  130n,
  131n,
  132n,
  133n,
  134n,
  200n,
].map((sector) => sector * 4096n)

const target = fc.constantFrom(...TARGETS)
const data: fc.Arbitrary<EntryUpdate> = fc
  .record({ fileOffset: target, fill: fc.integer({ min: 1, max: 255 }) })
  .map(({ fileOffset, fill }) => ({
    kind: 'data',
    fileOffset,
    bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(fill),
  }))
const zero: fc.Arbitrary<EntryUpdate> = fc
  .record({ fileOffset: target, sectors: fc.nat({ max: 5 }) })
  .map(({ fileOffset, sectors }) => ({ kind: 'zero', fileOffset, length: BigInt(sectors) * 4096n }))
/** What no valid entry has: places and lengths of no whole sectors, in the headers, in the log, or beyond any file. */
const wildPlace = fc.oneof(
  fc.record({ place: target, by: fc.integer({ min: -9000, max: 9000 }) }).map(({ place, by }) => {
    return place + BigInt(by)
  }),
  fc.constantFrom(0n, 1n, 65_536n, 2n ** 53n - 1n, 2n ** 64n - 4096n),
)
const wildLength = fc.oneof(
  fc.constantFrom(1n, 512n, 4095n, 4097n, 6000n, 65_536n, 65_537n, 2n ** 40n, 2n ** 64n - 1n),
  fc.nat({ max: 100_000 }).map(BigInt),
)
const wild: fc.Arbitrary<EntryUpdate> = fc.oneof(
  fc
    .record({ fileOffset: wildPlace, length: wildLength })
    .map((each) => ({ kind: 'zero' as const, ...each })),
  fc.record({ update: data, fileOffset: wildPlace }).map(({ update, fileOffset }) => {
    return { ...update, fileOffset }
  }),
)

/** Mostly few; at times so many that one descriptor sector is not enough. */
const updates: fc.Arbitrary<readonly EntryUpdate[]> = fc.oneof(
  { weight: 12, arbitrary: fc.array(fc.oneof(data, data, zero), { maxLength: 3 }) },
  { weight: 3, arbitrary: fc.array(fc.oneof(data, zero, wild), { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(zero, { minLength: 126, maxLength: 130 }) },
)

type HeaderLie = Partial<
  Record<'entryLength' | 'tail' | 'descriptorCount' | 'reserved', number> & {
    sequenceNumber: bigint
  }
>
type Damage =
  | { readonly kind: 'none' }
  /** A byte of the entry is another one. */
  | { readonly kind: 'flip'; readonly at: number }
  /** A sector was never written. */
  | { readonly kind: 'lost'; readonly sector: number }
  /** The header lies, with a checksum that matches. */
  | { readonly kind: 'lie'; readonly header: HeaderLie }

const size = fc.constantFrom(0, 1, 4096, 8192, 12288, 65536, 2 ** 20, MAX_U32, MAX_U32 - 4095)
const count = fc.constantFrom(0, 1, 2, 3, 126, 127, 255, MAX_U32)
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 10, arbitrary: fc.constant({ kind: 'none' } as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('flip' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lost' as const), sector: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('lie' as const),
      header: fc.oneof<fc.Arbitrary<HeaderLie>[]>(
        fc.record({ entryLength: size }),
        fc.record({ tail: size }),
        fc.record({ descriptorCount: count }),
        fc.record({ reserved: count }),
        fc.record({ sequenceNumber: fc.constantFrom(0n, 1n, 2n ** 53n + 1n, 2n ** 64n - 1n) }),
      ),
    }),
  },
)

interface RandomEntry {
  /** A sector of the ring; by default directly behind the entry before. */
  readonly sector: number | undefined
  /** By default one more than that of the entry before. */
  readonly sequenceNumber: bigint | undefined
  readonly stale: boolean
  /** How many entries back the tail is, or a sector of the ring. */
  readonly tail: { readonly back: number } | { readonly sector: number }
  readonly updates: readonly EntryUpdate[]
  readonly damage: Damage
}

const backwards = fc.record({ back: fc.nat({ max: 4 }) })
const entry: fc.Arbitrary<RandomEntry> = fc.record({
  sector: fc.oneof(
    { weight: 7, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.nat({ max: 24 }) },
  ),
  sequenceNumber: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.bigInt(1n, 6n) },
    { weight: 1, arbitrary: fc.constantFrom(2n ** 53n - 1n, 2n ** 64n - 2n, 2n ** 64n - 1n) },
  ),
  stale: fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  tail: fc.oneof(
    { weight: 8, arbitrary: backwards },
    { weight: 1, arbitrary: fc.record({ sector: fc.nat({ max: 24 }) }) },
  ),
  updates,
  damage,
})

/** The bytes of a log; its LogGuid is `RANDOM_LOG_GUID`. */
export type RandomLog = Uint8Array

/** Entries of every kind anywhere in a ring of 2 to 24 sectors, over each other too. */
export const randomLogs: fc.Arbitrary<RandomLog> = fc
  .record({
    sectors: fc.integer({ min: 2, max: 24 }),
    start: fc.nat({ max: 23 }),
    entries: fc.array(entry, { maxLength: 14 }),
  })
  .map(({ sectors, start, entries }) => compose(sectors, start, entries))

const sound: fc.Arbitrary<RandomEntry> = fc.record({
  sector: fc.constant(undefined),
  sequenceNumber: fc.constant(undefined),
  stale: fc.constant(false),
  tail: backwards,
  updates: fc.array(fc.oneof(data, zero), { maxLength: 3 }),
  damage: fc.constant({ kind: 'none' } as const),
})

/** Whole entries in sequence that fill their ring to the last sector, starting anywhere. */
export const fullLogs: fc.Arbitrary<RandomLog> = fc
  .record({ entries: fc.array(sound, { minLength: 1, maxLength: 8 }), start: fc.nat({ max: 30 }) })
  .map(({ entries, start }) => {
    const dataSectors = entries.flatMap((each) => each.updates).filter((u) => u.kind === 'data')
    return compose(entries.length + dataSectors.length, start, entries)
  })

/** Whole entries in sequence, with room to spare; the last one says what is replayed. Never empty. */
export const dirtyLogs: fc.Arbitrary<RandomLog> = fc
  .record({ entries: fc.array(sound, { minLength: 1, maxLength: 5 }), start: fc.nat({ max: 30 }) })
  .map(({ entries, start }) => compose(32, start, entries))

function compose(sectors: number, start: number, entries: readonly RandomEntry[]): RandomLog {
  const log = new Uint8Array(sectors * LOG_SECTOR_SIZE)
  const positions: number[] = []
  let position = (start % sectors) * LOG_SECTOR_SIZE
  let sequenceNumber = 0n
  for (const {
    sector,
    sequenceNumber: given,
    stale,
    tail,
    updates: list,
    damage: harm,
  } of entries) {
    if (sector !== undefined) position = (sector % sectors) * LOG_SECTOR_SIZE
    sequenceNumber = BigInt.asUintN(64, given ?? sequenceNumber + 1n)
    positions.push(position)
    const back = 'back' in tail ? positions.at(-1 - tail.back) : tail.sector * LOG_SECTOR_SIZE
    const bytes = encodeEntry({
      sequenceNumber,
      tail: back ?? positions[0] ?? 0,
      logGuid: stale ? OTHER_GUID : RANDOM_LOG_GUID,
      flushedFileOffset: 0n,
      lastFileOffset: 0n,
      updates: list,
    })
    position = put(log, position, bytes, harm)
  }
  return log
}

/** Writes an entry, damaged, as far as the ring has room, and gives the position behind it. */
function put(log: Uint8Array, position: number, bytes: Uint8Array, harm: Damage): number {
  if (harm.kind === 'lie') {
    bytes.set(logEntryHeader.encode({ ...logEntryHeader.decode(bytes), ...harm.header }))
    sealChecksum(bytes)
  }
  if (harm.kind === 'flip') {
    const at = harm.at % bytes.length
    bytes[at] = ~(bytes[at] ?? 0)
  }
  const lost = harm.kind === 'lost' ? harm.sector % (bytes.length / LOG_SECTOR_SIZE) : undefined
  let target = position
  for (let at = 0; at < Math.min(bytes.length, log.length); at += LOG_SECTOR_SIZE) {
    if (at !== (lost ?? -1) * LOG_SECTOR_SIZE) {
      log.set(bytes.subarray(at, at + LOG_SECTOR_SIZE), target)
    }
    target = (target + LOG_SECTOR_SIZE) % log.length
  }
  return target
}
