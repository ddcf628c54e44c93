/** Where inodes are: each block group has a table of them. */
import type { ByteRange } from '../../../bytes/byte-source.ts'
import { formatCount } from '../../../bytes/format.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { Head } from '../../volumes/head.ts'
import type { ExtVolume } from './ext-volume.ts'
import type { GroupTable, KnownGroup } from './group-table.ts'
import { type Inode, readInode } from './inode.ts'

export interface FoundInode extends Inode {
  readonly group: KnownGroup
}

/** Inode `number`, also one that is not in use. */
export async function findInode(
  ext: ExtVolume,
  groups: GroupTable,
  number: number,
): Promise<FoundInode | Refused> {
  const { inodes, inodesPerGroup } = ext.layout
  if (!Number.isInteger(number) || number < 1 || number > inodes) {
    return refused(`There is no inode ${formatCount(number)}.`)
  }
  const group = await groups.get(Math.floor((number - 1) / inodesPerGroup))
  if (!group.ok) return group
  const at = inodePlace(ext, group, (number - 1) % inodesPerGroup)
  if (at.offset + at.length > ext.structures.size) {
    return refused(`Inode ${formatCount(number)} lies outside of the volume.`)
  }
  const head = new Head(await ext.structures.read(at.offset, at.length))
  return { ...readInode(ext.layout, number, at, head), group }
}

/** Inode `index` of a group, from 0. */
export const inodePlace = (
  { layout: { blockSize, inodeSize } }: ExtVolume,
  { inodeTable }: KnownGroup,
  index: number,
): ByteRange => ({ offset: inodeTable * blockSize + index * inodeSize, length: inodeSize })
