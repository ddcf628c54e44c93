/** Which descriptor of a block group is believed: the first one that can be, of the copies that there are. */
import { type Refused, refused } from '../../../bytes/refused.ts'
import { Head } from '../../volumes/head.ts'
import {
  type BlockGroup,
  descriptorBlock,
  descriptorsPerBlock,
  hasSuperblock,
  isInside,
  readDescriptor,
} from '../block-groups.ts'
import { isDescriptorRight } from '../checksums.ts'
import type { ExtLayout } from '../ext-layout.ts'
import type { ExtVolume } from './ext-volume.ts'

export interface KnownGroup extends BlockGroup {
  readonly ok: true
  /** Whether its checksum is right; also where it has none. */
  readonly isRight: boolean
  /** A copy is as old as the last check: what it says of what is in use is not to be relied on. */
  readonly isCopy: boolean
}

/** Groups that are kept: the reading of one costs a checksum. */
const KEPT = 4096

export class GroupTable {
  readonly #ext: ExtVolume
  readonly #known = new Map<number, KnownGroup | Refused>()

  constructor(ext: ExtVolume) {
    this.#ext = ext
  }

  async get(group: number): Promise<KnownGroup | Refused> {
    const known = this.#known.get(group)
    if (known) return known
    const read = await readGroup(this.#ext, group)
    if (this.#known.size >= KEPT) this.#known.clear()
    this.#known.set(group, read)
    return read
  }
}

async function readGroup(ext: ExtVolume, group: number): Promise<KnownGroup | Refused> {
  const { layout, structures, checksums } = ext
  const { descriptorSize } = layout
  let doubtful: KnownGroup | undefined
  for (const [i, at] of descriptorPlaces(ext, group).entries()) {
    if (at + descriptorSize > structures.size) continue
    const bytes = await structures.read(at, descriptorSize)
    const described = readDescriptor(layout, group, new Head(bytes), 0)
    if (!isInside(layout, described)) continue
    const isRight = isDescriptorRight(checksums, group, bytes) ?? true
    const found: KnownGroup = { ...described, ok: true, isRight, isCopy: i > 0 }
    if (isRight) return found
    doubtful ??= found
  }
  return doubtful ?? refused(`The descriptor of block group ${group} cannot be read.`)
}

/** Whether the volume has some descriptor of a group; if it has none, it has none of those behind it. */
export const isDescribed = (ext: ExtVolume, group: number): boolean =>
  descriptorPlaces(ext, group).some((at) => at + ext.layout.descriptorSize <= ext.structures.size)

/** Where descriptors of a group are, in bytes: the one that is kept up to date first. */
function descriptorPlaces({ layout, spareGroup }: ExtVolume, group: number): readonly number[] {
  const { blockSize, descriptorSize } = layout
  const perBlock = descriptorsPerBlock(layout)
  const index = Math.floor(group / perBlock)
  const places = [descriptorBlock(layout, index)]
  if (index >= layout.firstMetaBlock) {
    const first = index * perBlock
    for (const other of [first + 1, first + perBlock - 1]) {
      if (other < layout.groups) places.push(beginning(layout, other))
    }
  } else if (spareGroup !== undefined) places.push(startOf(layout, spareGroup) + 1 + index)
  return places.map((block) => block * blockSize + (group % perBlock) * descriptorSize)
}

const startOf = (layout: ExtLayout, group: number): number =>
  layout.firstBlock + group * layout.blocksPerGroup

const beginning = (layout: ExtLayout, group: number): number =>
  startOf(layout, group) + (hasSuperblock(layout, group) ? 1 : 0)
