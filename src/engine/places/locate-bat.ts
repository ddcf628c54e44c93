/** What lies at an offset of the BAT, and in the blocks that it lists. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { formatBytes, formatHex } from '../bytes/format.ts'
import { batEntry, stateName } from '../format/bat-entry.ts'
import { batEntryRange } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE } from '../format/layout.ts'
import { type Bat, type BatEntry, readBatEntries } from '../image/bat/bat.ts'
import { findBlockAt } from '../image/bat/find-block.ts'
import { nameBlock } from './name-range.ts'
import type { Place, PlaceStep } from './place.ts'
import { fieldSteps } from './place-field.ts'

/** `offset` lies in the region. */
export async function locateInBat(
  source: ByteSource,
  bat: Bat,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const index = Math.floor((offset - bat.region.offset) / BAT_ENTRY_SIZE)
  const at = batEntryRange(bat, index)
  const [entry] = index < bat.count ? await readBatEntries(source, bat, index, 1) : []
  if (!entry) {
    const isCut = index < bat.geometry.batEntries
    return [{ name: isCut ? `BAT[${index}], not in the file` : 'Behind the last entry', at }]
  }
  return [
    { name: entryName(entry), at, section: batEntry.section, value: entryText(entry) },
    ...(await fieldSteps(source, batEntry, at.offset, offset)),
  ]
}

const entryName = (entry: BatEntry): string =>
  entry.kind === 'payload'
    ? `BAT[${entry.index}], payload block ${entry.block}`
    : `BAT[${entry.index}], sector bitmap of chunk ${entry.chunk}`

const entryText = ({ state, fileOffsetMB }: BatEntry): string =>
  fileOffsetMB === 0 ? stateName(state) : `${stateName(state)} at ${fileOffsetMB} MiB`

/** The block that `offset` lies in, if any. May read the whole BAT. */
export async function locateBlock(
  source: ByteSource,
  bat: Bat,
  offset: number,
  run?: Run,
): Promise<Place | undefined> {
  const block = await findBlockAt(source, bat, offset, run)
  if (!block) return undefined
  const { kind, number, at } = block
  if (kind === 'sector-bitmap-block') {
    return { structure: kind, path: [{ name: nameBlock(block), at, section: '2.4' }] }
  }
  const start = number * bat.geometry.blockSize
  return {
    structure: kind,
    path: [
      {
        name: nameBlock(block),
        at,
        section: '2.4',
        value: `the virtual disk from ${formatHex(start)}, ${formatBytes(bat.geometry.blockSize)}`,
      },
      {
        name: 'Offset on the virtual disk',
        at: { offset, length: 1 },
        value: formatHex(start + offset - at.offset),
      },
    ],
  }
}
