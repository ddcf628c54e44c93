/** Random images for QEMU and its prediction: dirty logs of every kind, and at times something else that is wrong. */
import fc from 'fast-check'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { STALE_LOG_GUID } from '../engine/compose/compose-log.ts'
import type {
  EntryDescription,
  ImageDescription,
  UpdateDescription,
} from '../engine/compose/description.ts'
import { KIB, LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import { descriptorOffset, type LogEntryHeader } from '../engine/format/log-entry.ts'
import { sizesNear } from './random-size.ts'

const sector = (count: number): number => count * LOG_SECTOR_SIZE
const rarely = <T>(weight: number, common: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ weight, arbitrary: common }, { weight: 1, arbitrary: rare })

/** The unused half of the metadata region, mostly; at times headers, region tables, log, metadata, BAT, the end. */
const target = rarely(
  14,
  fc.nat({ max: 15 }).map((n) => 2 * MIB + 512 * KIB + sector(n)),
  fc.oneof(
    fc.constantFrom(0, 64 * KIB, 128 * KIB, 192 * KIB, 256 * KIB, 2 * MIB, 2 * MIB + 64 * KIB),
    fc.nat({ max: 40 }).map((n) => MIB + sector(n)),
    fc.nat({ max: 8 }).map((n) => 2 * MIB - sector(n + 1)),
    fc.nat({ max: 900 }).map((n) => 3 * MIB + sector(n)),
  ),
)
const update: fc.Arbitrary<UpdateDescription> = fc.oneof(
  fc.record({ fileOffset: target, fill: fc.integer({ min: 1, max: 255 }) }).map((each) => ({
    kind: 'data' as const,
    fileOffset: BigInt(each.fileOffset),
    bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(each.fill),
  })),
  fc.record({ fileOffset: target, sectors: fc.nat({ max: 5 }) }).map((each) => ({
    kind: 'zero' as const,
    fileOffset: BigInt(each.fileOffset),
    length: BigInt(sector(each.sectors)),
  })),
  fc.nat({ max: 15 }).map((index) => ({
    kind: 'bat' as const,
    changes: { [index]: { state: 'zero' as const } },
  })),
)
const many = fc.constantFrom(126, 127, 254).map((count) =>
  Array.from({ length: count }, (_, n): UpdateDescription => {
    return { kind: 'zero', fileOffset: BigInt(2 * MIB + 768 * KIB + sector(n % 8)), length: 4096n }
  }),
)

const lies: fc.Arbitrary<Partial<LogEntryHeader>> = fc.oneof(
  fc.record({
    entryLength: fc.constantFrom(0, 1, 4096, 8192, 12288, 16384, MIB - 4096, MIB, MIB + 4096),
  }),
  fc.record({ tail: fc.constantFrom(0, 1, 4096, MIB) }),
  fc.record({ descriptorCount: fc.constantFrom(0, 1, 2, 3, 126, 127, 128, 0xffff_ffff) }),
  fc.record({ reserved: fc.constantFrom(1, 7) }),
  fc.record({ signature: fc.constantFrom('logE', 'data') }),
  fc.record({
    entryLength: fc.constantFrom(0, 4096, 8192, MIB),
    checksum: fc.constantFrom(1, 2),
  }),
)
type Damage = Pick<EntryDescription, 'header' | 'flips' | 'patches' | 'lostSectors'>
const byte = fc.integer({ min: 0, max: 255 }).map((value) => new Uint8Array([value]))
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Damage>({}) },
  { weight: 1, arbitrary: lies.map((header): Damage => ({ header })) },
  {
    weight: 1,
    arbitrary: fc.nat({ max: 8191 }).map((at): Damage => ({ flips: [at % 4096] })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        at: fc.oneof(
          // A descriptor, the ends of the first data sectors, and anything.
          fc.nat({ max: 31 }).map((n) => descriptorOffset(0) + n),
          fc.constantFrom(4096, 4100, 8188, 8192),
          fc.nat({ max: 4095 }),
        ),
        bytes: byte,
      })
      .map((patch): Damage => ({ patches: [patch] })),
  },
)

const size = rarely(
  10,
  fc.constant<bigint | undefined>(undefined),
  fc.constantFrom<bigint[]>(
    0n,
    4096n,
    BigInt(3 * MIB + 4096),
    BigInt(5 * MIB),
    BigInt(5 * MIB + 512),
    BigInt(6 * MIB - 1),
    2n ** 63n - 1n,
    2n ** 64n - 1n,
  ),
)

/** Of an entry: as many as it certainly has. */
const dataSectors = (updates: readonly UpdateDescription[]): number =>
  updates.filter(({ kind }) => kind !== 'zero').length

const entry: fc.Arbitrary<EntryDescription> = fc
  .record({
    updates: rarely(25, fc.array(update, { maxLength: 4 }), many),
    damage,
    stale: rarely(12, fc.constant(false), fc.constant(true)),
    number: rarely(
      9,
      fc.constant(undefined),
      fc.oneof(fc.bigInt(1n, 8n), fc.constantFrom(2n ** 64n - 2n, 2n ** 64n - 1n)),
    ),
    position: rarely(9, fc.constant(undefined), fc.constantFrom(0, 1, 2, 3, 5, 8, 250, 253, 255)),
    tail: rarely(4, fc.constant(undefined), fc.constantFrom(0, 2, 4, 250, 254)),
    flushed: size,
    last: size,
  })
  .map((each) => ({
    updates: each.updates,
    ...each.damage,
    ...(each.damage.patches && {
      patches: each.damage.patches.filter(({ at }) => at < sector(1 + dataSectors(each.updates))),
    }),
    ...(each.stale && { logGuid: STALE_LOG_GUID }),
    ...(each.number !== undefined && { sequenceNumber: each.number }),
    ...(each.position !== undefined && { position: sector(each.position) }),
    ...(each.tail !== undefined && { tail: sector(each.tail) }),
    ...(each.flushed !== undefined && { flushedFileOffset: each.flushed }),
    ...(each.last !== undefined && { lastFileOffset: each.last }),
  }))

/** Where something begins or ends: the log, the metadata, the BAT, and what updates write. */
const EDGES = [MIB, 2 * MIB, 2 * MIB + 512 * KIB, 2 * MIB + 768 * KIB, 3 * MIB, 4 * MIB]

/** What else can be wrong with an image that has a log, or has had one. */
const rest: fc.Arbitrary<Partial<ImageDescription>> = fc.oneof(
  { weight: 14, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: sizesNear(EDGES, 64 * KIB, 5 * MIB).map((fileSize) => ({ fileSize })),
  },
  // The metadata table, its first items, and the first entries of region table 1 without its checksum.
  {
    weight: 1,
    arbitrary: fc
      .record({
        at: fc.oneof(
          fc.nat({ max: 255 }).map((n) => 2 * MIB + n),
          fc.nat({ max: 47 }).map((n) => 2 * MIB + 64 * KIB + n),
        ),
        bytes: byte,
      })
      .map((patch) => ({ patches: [patch] })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Partial<ImageDescription>[]>(
      { headers: [{ logGuid: NIL_GUID }, {}] },
      { headers: [{}, { signature: 'junk' }] },
      { headers: [{}, { version: 2 }] },
      { headers: [{ sequenceNumber: 2n ** 64n - 1n }, { sequenceNumber: 2n ** 64n - 2n }] },
      { headers: [{ reserved: new Uint8Array([1, 2, 3]) }, { checksum: 1 }] },
      { headers: [{ logVersion: 1 }, { logVersion: 1 }] },
      { headers: [{ logLength: 0 }, { logLength: 0 }] },
      { headers: [{ logLength: MIB + 4096 }, { logLength: MIB + 4096 }] },
      { headers: [{ logLength: 2 * MIB }, { logLength: 2 * MIB }] },
      { headers: [{ logOffset: 0n }, { logOffset: 0n }] },
      { fileSize: 2 * MIB - 8192 - 1000 },
      { fileSize: MIB + 9000 },
      { fileSize: 3 * MIB + 777 },
      { blocks: [{ block: 0, fill: 1 }], fileSize: 4 * MIB + 512 * KIB },
      { regionTables: [{ header: { checksum: 1 } }, {}] },
      { regionTables: [{}, { header: { checksum: 1 } }] },
      { patches: [{ at: 0, bytes: new TextEncoder().encode('vhdx????') }] },
      { metadata: { header: { signature: 'metadatb' } } },
      // Blocks in the log, in a region, behind the end, and over the header section.
      ...[0, 1, 2, 3, 4, 5, 500, 2 ** 43].map((fileOffsetMB) => ({
        bat: { 2: { state: 'fully-present' as const, fileOffsetMB } },
      })),
      { logicalSectorSize: 4096 },
      { blockSize: 4 * MIB },
      {
        kind: 'differencing',
        parent: { pairs: [['parent_linkage', '{00112233-4455-4677-8899-aabbccddeeff}']] },
      },
    ),
  },
)

/** Up to a few MiB each. */
export const qemuImages: fc.Arbitrary<ImageDescription> = fc
  .record({
    entries: rarely(
      12,
      fc.array(entry, { minLength: 1, maxLength: 7 }),
      fc.constant<EntryDescription[]>([]),
    ),
    start: fc.constantFrom(0, 0, 0, 1, 7, 200, 246, 250, 252, 254, 255),
    number: fc.constantFrom(1n, 5n, 2n ** 53n + 1n, 2n ** 64n - 3n),
    guid: rarely(30, fc.constant({}), fc.constant({ guid: NIL_GUID })),
    rest,
  })
  .map(({ entries, start, number, guid, rest: other }) => ({
    virtualDiskSize: 16 * MIB,
    ...other,
    log: {
      ...guid,
      entries: entries.map((each, index) => ({
        ...(index === 0 && { position: sector(start), sequenceNumber: number }),
        ...each,
      })),
    },
  }))
