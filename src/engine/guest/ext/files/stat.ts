/** What an inode says of its node, in the words that all file systems share. */
import { formatCount, formatHex } from '../../../bytes/format.ts'
import type { Stat } from '../../guest-files.ts'
import { nameOf } from '../../names.ts'
import { inodeSeed, isInodeRight } from '../checksums.ts'
import { MAX_BLOCKS } from './block-runs.ts'
import { blockRuns, contentSize, partsInInode, sourceOf, whyUnreadable } from './content.ts'
import type { ExtVolume } from './ext-volume.ts'
import {
  allocatedBytes,
  EA_INODE,
  ENCRYPTED,
  EXTENTS,
  generationOf,
  has,
  I_BLOCK,
  type Inode,
} from './inode.ts'
import type { FoundInode } from './inode-table.ts'
import { timesOf } from './inode-times.ts'

/** A target is at most so long, as Linux has it. */
const MAX_TARGET = 4096
/** Extents are looked at until so many blocks of the content: whoever lists a folder does not wait for all of a large one. */
const CHECKED_NODES = 16

export async function statOf(ext: ExtVolume, inode: FoundInode): Promise<Stat> {
  const { kind = 'file', head, mode } = inode
  const problems = [...problemsOf(ext, inode)]
  const target = kind === 'link' ? await targetOf(ext, inode, problems) : undefined
  const wrong = await wrongNode(ext, inode)
  if (wrong !== undefined) {
    problems.push(`Block ${formatCount(wrong)} of its extents has a wrong checksum.`)
  }
  const isDevice = kind === 'character-device' || kind === 'block-device'
  return {
    ok: true,
    kind,
    size: contentSize(inode),
    allocated: allocatedBytes(ext.layout, inode),
    times: timesOf(inode),
    links: inode.links,
    permissions: mode & 0xfff,
    owner: {
      user: head.u16(2) + head.u16(120) * 2 ** 16,
      group: head.u16(24) + head.u16(122) * 2 ** 16,
    },
    ...(target !== undefined && { target }),
    ...(isDevice && { device: deviceOf(inode) }),
    record: inode.at,
    problems,
  }
}

function* problemsOf(ext: ExtVolume, inode: FoundInode): Generator<string> {
  const { kind, mode, links, size, group } = inode
  const { checksums } = ext
  if (kind === undefined) yield `Its mode ${formatHex(mode)} says no kind of file that there is.`
  if (links === 0) yield 'It is deleted: its inode counts no name.'
  if (checksums.kind === 'crc32c') {
    const seed = inodeSeed(checksums, inode.number, generationOf(inode))
    if (!isInodeRight(seed, inode.head)) yield 'Its inode has a wrong checksum.'
  }
  if (!group.isRight) {
    yield `The descriptor of its block group ${formatCount(group.group)} has a wrong checksum.`
  }
  if (kind === 'directory' && has(inode, ENCRYPTED)) yield 'Its names are encrypted.'
  const reason = whyUnreadable(ext, inode)
  if (reason !== undefined) yield reason
  if (has(inode, EA_INODE)) yield 'It is no file, but an extended attribute of one.'
  if (size > BigInt(MAX_BLOCKS) * BigInt(ext.layout.blockSize)) {
    yield `It says that it has ${formatCount(size)} bytes, which cannot be.`
  }
}

async function targetOf(
  ext: ExtVolume,
  inode: Inode,
  problems: string[],
): Promise<string | undefined> {
  if (whyUnreadable(ext, inode) !== undefined) return undefined
  // That of a link has 32 bits.
  const size = Number(inode.size)
  if (size > MAX_TARGET) {
    problems.push(`Its target has ${formatCount(size)} bytes, of which ${MAX_TARGET} are read.`)
  }
  return nameOf(await sourceOf(ext, inode, size).read(0, Math.min(size, MAX_TARGET)))
}

/** The first block of its extents whose checksum is wrong, among those that are looked at. */
async function wrongNode(ext: ExtVolume, inode: Inode): Promise<number | undefined> {
  const hasNodes = has(inode, EXTENTS) && inode.head.u16(I_BLOCK.offset + 6) > 0
  if (ext.checksums.kind !== 'crc32c' || !hasNodes || contentSize(inode) === 0n) return undefined
  if (partsInInode(ext, inode) !== undefined) return undefined
  let wrong: number | undefined
  let left = CHECKED_NODES
  const onNode = (block: number, isRight: boolean): void => {
    left--
    if (!isRight) wrong ??= block
  }
  for await (const _ of blockRuns(ext, inode, { from: 0, end: MAX_BLOCKS, onNode })) {
    if (wrong !== undefined || left <= 0) break
  }
  return wrong
}

/** Old numbers have 8 bits for each half, new ones 12 and 20. */
function deviceOf({ head }: Inode): readonly [major: number, minor: number] {
  const old = head.u32(I_BLOCK.offset)
  if (old !== 0) return [(old >>> 8) & 0xff, old & 0xff]
  const wide = head.u32(I_BLOCK.offset + 4)
  return [(wide >>> 8) & 0xfff, (wide & 0xff) | ((wide >>> 12) & 0xf_ff00)]
}
