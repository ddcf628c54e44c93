/** What a file is that does not begin like a VHDX, told from its first 128 KiB and its last sector. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { isHeld } from '../../bytes/held.ts'
import { HEADER_OFFSETS, MIB } from '../../format/layout.ts'
import { countNonZero } from '../count-non-zero.ts'
import { type FoundKind, kindWords } from '../kind-words.ts'
import { kindByDisk, vhdAt, vhdByEnd } from './disk-kinds.ts'
import { kindByMagic } from './magics.ts'
import { Sample } from './sample.ts'
import { kindByText } from './text-kinds.ts'

const HEADER_SIGNATURE = 'head'
/** As far as the second header, where a VHDX has one; the superblock of Btrfs is before that. */
const LOOK = HEADER_OFFSETS[1] + HEADER_SIGNATURE.length
const TAIL_SIZE = 512

export interface ForeignFile {
  readonly found: FoundKind
  /** Completes the sentence "it looks like …". */
  readonly words: string
}

/** `head` is the beginning that was read already. */
export async function tellForeign(source: ByteSource, head: Uint8Array): Promise<ForeignFile> {
  const found = await foreignKind(source, head)
  return { found, words: kindWords(found) }
}

/** Reads as far as `LOOK`, then the tail, and of zeros the first MiB. */
async function foreignKind(source: ByteSource, head: Uint8Array): Promise<FoundKind> {
  const { size } = source
  if (size === 0) return { kind: 'empty' }
  const length = Math.min(size, LOOK)
  const start = new Uint8Array(length)
  start.set(head)
  if (length > head.length)
    start.set(await source.read(head.length, length - head.length), head.length)
  const sample = new Sample(start)
  // A VHDX whose beginning is lost, whatever is there now.
  if (HEADER_OFFSETS.some((at) => sample.has(at, HEADER_SIGNATURE))) return { kind: 'unknown' }
  const kind = kindByMagic(sample) ?? vhdAt(sample, 0) ?? kindByText(sample, size)
  if (kind !== undefined) return { kind }
  const vhd = vhdByEnd(new Sample(await readTail(source)))
  if (vhd !== undefined) return { kind: vhd }
  const disk = await kindByDisk(sample, length)
  if (disk !== undefined) return disk
  if (countNonZero(start) > 0) return { kind: 'unknown' }
  const rest = await source.read(length, Math.min(size, MIB) - length)
  return { kind: countNonZero(rest) > 0 ? 'unknown' : 'all-zero' }
}

/** Of a skeleton, which is made of no VHD, that may be left out. */
async function readTail(source: ByteSource): Promise<Uint8Array> {
  const length = Math.min(source.size, TAIL_SIZE)
  const offset = source.size - length
  return isHeld(source, { offset, length }) ? source.read(offset, length) : new Uint8Array()
}
