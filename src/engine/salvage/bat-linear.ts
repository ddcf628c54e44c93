/** The table of a fixed disk, whose blocks lie one after the other: mostly so by those who make such disks, §2.5. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { formatBytes, formatHex, plural } from '../bytes/format.ts'
import { overlaps } from '../bytes/ranges.ts'
import { sliceSource } from '../bytes/slice-source.ts'
import { batFileOffsetMB, batState, FULLY_PRESENT, PAYLOAD_STATES } from '../format/bat-entry.ts'
import { blockIndex, blockOfIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import { readVolumes } from '../guest/volumes/read-volumes.ts'
import { tableWords } from '../guest/volumes/volume-words.ts'
import type { Bat } from '../image/bat/bat.ts'
import { visitBat, visitChunks } from '../image/bat/visit-bat.ts'
import type { Image } from '../image/image.ts'
import { structuresOf } from '../image/structure-map.ts'
import { type SalvageWay, writeBytes } from './way.ts'

/** A larger table is not held in memory, in bytes: that of 2 TiB in blocks of 1 MiB, or of 64 TiB in those of 32 MiB. */
const MAX_TABLE = 16 * MIB
const ZERO = PAYLOAD_STATES.indexOf('zero')

/** A place is believed where an entry that is left says it, or where a disk that is known begins at it. */
export const batLinear: SalvageWay = async ({ inspected, run }) => {
  const { before, update, inspection } = inspected
  const image = update?.after ?? before
  const { bat, geometry } = image
  if (!bat || !geometry) return { why: 'Nothing says where the table of blocks is.' }
  if (geometry.kind !== 'fixed')
    return { why: 'The blocks of a disk that is not fixed lie in any order.' }
  if (inspection.outcome === 'refused')
    return { why: 'The image has to be made such that it can be opened first.' }
  if (bat.count < geometry.batEntries || bat.count * BAT_ENTRY_SIZE > MAX_TABLE) {
    return { why: 'The table of blocks is cut, or too large.' }
  }
  const table = await readTable(image, bat, run)
  if (table.lost === 0) return { why: 'All blocks of the table have a place.' }
  const start = await findStart(image, bat, table)
  if (typeof start === 'string') return { why: start }
  return {
    steps: writeBytes(bat.region.offset, fill(bat, table.bytes, start.offset)),
    losses: [
      {
        sentence: `${plural(table.lost, 'block')} ${table.lost === 1 ? 'is' : 'are'} taken to lie one after the other from ${formatHex(start.offset)} on, which is likely: ${start.because}. Where one lies elsewhere, the disk reads wrongly.`,
      },
    ],
  }
}

interface FoundTable {
  readonly bytes: Uint8Array
  /** Blocks without a place, which a fixed disk must have. */
  readonly lost: number
  /** Where block 0 would be by the entries that have a place, if all of them say the same. */
  readonly starts: ReadonlySet<number>
}

const isLost = (state: number): boolean => state < FULLY_PRESENT && state !== ZERO

async function readTable({ source }: Image, bat: Bat, run?: Run): Promise<FoundTable> {
  const { geometry, count } = bat
  const bytes = new Uint8Array(count * BAT_ENTRY_SIZE)
  const starts = new Set<number>()
  let lost = 0
  await visitBat(source, bat, run, (window) => {
    const { view, first } = window
    bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), first * BAT_ENTRY_SIZE)
    visitChunks(window, geometry, ({ from, to }) => {
      for (let index = from; index < to; index++) {
        const low = view.getUint32((index - first) * BAT_ENTRY_SIZE, true)
        if (isLost(batState(low))) lost++
        if (batState(low) !== FULLY_PRESENT || starts.size > 1) continue
        const unit = batFileOffsetMB(
          low,
          view.getUint32((index - first) * BAT_ENTRY_SIZE + 4, true),
        )
        starts.add(unit * MIB - blockOfIndex(geometry, index) * geometry.blockSize)
      }
    })
    return true
  })
  return { bytes, lost, starts }
}

interface Start {
  readonly offset: number
  readonly because: string
}

/** One sentence where there is none, or more than one. */
async function findStart(
  image: Image,
  { geometry }: Bat,
  { starts }: FoundTable,
): Promise<Start | string> {
  const { source } = image
  const { payloadBlocks, blockSize, virtualDiskSize, logicalSectorSize } = geometry
  const owned = structuresOf(image).map(({ at }) => at)
  const isFree = (offset: number): boolean => {
    const range = { offset, length: virtualDiskSize }
    return (
      offset >= MIB &&
      offset % MIB === 0 &&
      offset + virtualDiskSize <= source.size &&
      !owned.some((each) => overlaps(each, range))
    )
  }
  const [left, ...others] = starts
  if (left !== undefined) {
    if (others.length > 0) return 'The blocks that have a place do not lie one after the other.'
    return isFree(left)
      ? { offset: left, because: 'the blocks that have a place lie so' }
      : 'The file has no room for blocks that lie one after the other.'
  }
  // From the end of the file, whose last block may be short, or from the end of the structures.
  const places = new Set([
    source.size - payloadBlocks * blockSize,
    source.size - virtualDiskSize,
    endOfAll(owned),
  ])
  const found: Start[] = []
  for (const offset of [...places].filter(isFree)) {
    const part = sliceSource(source, { offset, length: virtualDiskSize })
    const volumes = await readVolumes(part, logicalSectorSize)
    if (volumes.table === 'none' && !volumes.fileSystem) continue
    found.push({
      offset,
      because: `a disk of ${formatBytes(virtualDiskSize)} with ${tableWords(volumes)} begins there`,
    })
  }
  const [only, ...more] = found
  if (!only) return 'At no place where the first block could be a disk that is known begins.'
  return more.length > 0 ? 'The first block could be at more than one place.' : only
}

const endOfAll = (ranges: readonly ByteRange[]): number =>
  Math.ceil(Math.max(...ranges.map(({ offset, length }) => offset + length)) / MIB) * MIB

/** The table with a place for each block that has none. */
function fill({ geometry }: Bat, table: Uint8Array, start: number): Uint8Array {
  const bytes = table.slice()
  const view = new DataView(bytes.buffer)
  for (let block = 0; block < geometry.payloadBlocks; block++) {
    const at = blockIndex(geometry, block) * BAT_ENTRY_SIZE
    if (!isLost(batState(view.getUint32(at, true)))) continue
    const unit = (start + block * geometry.blockSize) / MIB
    view.setBigUint64(at, (BigInt(unit) << 20n) | BigInt(FULLY_PRESENT), true)
  }
  return bytes
}
