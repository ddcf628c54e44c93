/** The files of an ext2, ext3 or ext4. */
import type { ByteSource } from '../../../bytes/byte-source.ts'
import { formatCount, plural } from '../../../bytes/format.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { KIB } from '../../../format/layout.ts'
import type { GuestFiles } from '../../guest-files.ts'
import { contentParts, contentSize, openContent } from './content.ts'
import { listDirectory } from './directory.ts'
import { type ExtVolume, openExtVolume } from './ext-volume.ts'
import { footprintsOf } from './footprints.ts'
import { GroupTable } from './group-table.ts'
import { type FoundInode, findInode } from './inode-table.ts'
import { statOf } from './stat.ts'

const ROOT = 2
/** Descriptors that are checked when the file system is opened, in bytes. */
const CHECKED = 64 * KIB

export interface ExtOptions {
  /**
   * Where in the volume a superblock lies, in bytes: one of the spare ones, where the first is lost. Without it, they are
   * looked for where mke2fs puts them if the first cannot be read.
   */
  readonly superblockAt?: number | undefined
}

export async function openExtFiles(
  volume: ByteSource,
  { superblockAt }: ExtOptions = {},
): Promise<GuestFiles | Refused> {
  const ext = await openExtVolume(volume, superblockAt)
  return ext.ok ? filesOf(ext) : ext
}

async function filesOf(ext: ExtVolume): Promise<GuestFiles> {
  const groups = new GroupTable(ext)
  const used = async (number: number): Promise<FoundInode | Refused> => {
    const inode = await findInode(ext, groups, number)
    if (!inode.ok || inode.mode !== 0) return inode
    return refused(`Inode ${formatCount(number)} is not in use.`)
  }
  return {
    ok: true,
    root: ROOT,
    notes: [...ext.notes, ...(await groupNotes(ext, groups))],
    async *list(node, run) {
      const inode = await used(node)
      if (inode.ok && inode.kind === 'directory') yield* listDirectory(ext, inode, run)
      else yield { entries: [], problems: [inode.ok ? 'It is no directory.' : inode.reason] }
    },
    async stat(node) {
      const inode = await used(node)
      return inode.ok ? statOf(ext, inode) : inode
    },
    async *extents(node, stream) {
      const inode = await used(node)
      const length = inode.ok ? Number(contentSize(inode)) : 0
      if (!inode.ok || stream !== undefined || !Number.isSafeInteger(length)) return
      yield* contentParts(ext, inode, { offset: 0, length })
    },
    async open(node, stream) {
      if (stream !== undefined) return refused('Its files have one content each.')
      const inode = await used(node)
      return inode.ok ? openContent(ext, inode) : inode
    },
    footprints: (run) => footprintsOf(ext, groups, run),
  }
}

/** What speaks against the first descriptors. */
async function groupNotes({ layout }: ExtVolume, groups: GroupTable): Promise<readonly string[]> {
  const counts = { lost: 0, wrong: 0, copied: 0 }
  const checked = Math.min(layout.groups, CHECKED / layout.descriptorSize)
  for (let index = 0; index < checked; index++) {
    const group = await groups.get(index)
    if (!group.ok) counts.lost++
    else if (!group.isRight) counts.wrong++
    else if (group.isCopy) counts.copied++
  }
  const { lost, wrong, copied } = counts
  const of = (count: number) => plural(count, 'block group')
  return [
    ...(lost > 0 ? [`The descriptors of ${of(lost)} cannot be read: their inodes are lost.`] : []),
    ...(wrong > 0 ? [`The descriptors of ${of(wrong)} have a wrong checksum.`] : []),
    ...(copied > 0 ? [`The descriptors of ${of(copied)} are taken from their copies.`] : []),
  ]
}
