/** Small disks in chunks of three blocks whose BAT says anything: states, places, many in one. */
import fc from 'fast-check'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { endOf } from '../engine/bytes/ranges.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { batEntry } from '../engine/format/bat-entry.ts'
import { MIB } from '../engine/format/layout.ts'
import { type Image, readImage } from '../engine/image/image.ts'
import type { DiskKind } from '../engine/image/metadata/geometry.ts'

/** Log, metadata and BAT lie at 1, 2 and 3 MiB. */
const BAT = 3 * MIB
const head = buildImage({ virtualDiskSize: 16 * MIB }).take(0, 4 * MIB)

/** Entries that a table has room for; more than the disk may need. */
export const HOSTILE_ENTRIES = 40

const anyEntry = fc.record({
  state: fc.oneof(fc.nat(7), fc.constantFrom(0, 6, 7)),
  fileOffsetMB: fc.oneof(
    { weight: 12, arbitrary: fc.nat(24) },
    { weight: 1, arbitrary: fc.constantFrom(2 ** 43, 2 ** 44 - 1, 2 ** 33, 2 ** 32 + 5) },
  ),
  reserved: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.nat(2 ** 17 - 1)),
})

/** Where in a MiB the file ends. */
const ragged = fc.oneof(fc.constantFrom(0, 1, MIB / 2, MIB - 1), fc.nat({ max: MIB - 1 }))

export const hostileBat = fc.record({
  kind: fc.constantFrom<DiskKind>('dynamic', 'fixed', 'differencing'),
  blocks: fc.integer({ min: 1, max: 20 }),
  blockUnits: fc.constantFrom(1, 2, 4),
  entries: fc.array(fc.option(anyEntry, { freq: 2 }), {
    minLength: HOSTILE_ENTRIES,
    maxLength: HOSTILE_ENTRIES,
  }),
  /** Blocks one behind the other, as in most files. */
  run: fc.option(
    fc.record({ first: fc.nat(12), count: fc.integer({ min: 2, max: 9 }), unit: fc.nat(12) }),
  ),
  fileSize: fc
    .tuple(fc.integer({ min: 5, max: 24 }), ragged)
    .map(([mib, more]) => mib * MIB + more),
})
type HostileBat = typeof hostileBat extends fc.Arbitrary<infer T> ? T : never

/** The image that has such a table, and ones behind it. */
export async function imageWithBat(
  given: HostileBat,
): Promise<Image & { readonly bat: NonNullable<Image['bat']> }> {
  const { kind, blocks: payloadBlocks, blockUnits, fileSize } = given
  const file = head.slice()
  file.set(tableOf(given), BAT)
  const source: ByteSource = {
    size: fileSize,
    read: async (offset, length) =>
      endOf({ offset, length }) <= file.length
        ? file.slice(offset, offset + length)
        : new Uint8Array(length).fill(1),
  }
  const image = await readImage(source)
  if (!image.bat) throw new Error('the image has a BAT')
  const blockSize = blockUnits * MIB
  const chunks = Math.ceil(payloadBlocks / 3)
  const batEntries = kind === 'differencing' ? 4 * chunks : payloadBlocks + chunks - 1
  const geometry = {
    ...image.bat.geometry,
    kind,
    blockSize,
    chunkRatio: 3,
    payloadBlocks,
    batEntries,
    sectorBitmapBlocks: chunks,
    // Of the last block the disk has half a MiB less.
    virtualDiskSize: payloadBlocks * blockSize - MIB / 2,
  }
  return { ...image, source, geometry, bat: { ...image.bat, geometry, count: batEntries } }
}

function tableOf({ entries, run, blockUnits }: HostileBat): Uint8Array {
  const table = new Uint8Array(HOSTILE_ENTRIES * 8)
  entries.forEach((entry, i) => {
    if (entry) table.set(batEntry.encode(entry), i * 8)
  })
  for (let i = 0; run && i < run.count; i++) {
    const fileOffsetMB = run.unit + i * blockUnits
    table.set(batEntry.encode({ state: 6, fileOffsetMB }), (run.first + i) * 8)
  }
  return table
}
