/** A volume as it would be after its journal is replayed: its bytes, and those of the log in the place of older ones. */
import { firstIndex } from '../../../bytes/bisect.ts'
import { type ByteSource, checkRange } from '../../../bytes/byte-source.ts'
import { MIB } from '../../../format/layout.ts'
import { readExtSuperblock } from '../../volumes/ext.ts'
import { Head } from '../../volumes/head.ts'
import { superblockChecksum } from '../checksums.ts'
import { RECOVER, SUPERBLOCK_OFFSET } from '../ext-layout.ts'
import { JOURNAL_MAGIC } from './journal-superblock.ts'
import type { JournalPlan, JournalWrite } from './plan-recovery.ts'

const SUPERBLOCK_SIZE = 1024
const INCOMPATIBLE = 96
const CHECKSUM = 0x3fc

/**
 * `volume` after `plan`. As whoever replays does, the superblock no longer says that changes wait; the log itself stays as
 * it is. Nothing is held but the plan.
 */
export async function replayedVolume(volume: ByteSource, plan: JournalPlan): Promise<ByteSource> {
  if (!plan.isNeeded) return volume
  const written = withWrites(volume, plan)
  const superblock = await withoutRecovery(written)
  return superblock === undefined ? written : withBytes(written, SUPERBLOCK_OFFSET, superblock)
}

function withWrites(volume: ByteSource, { writes, blockSize }: JournalPlan): ByteSource {
  return {
    size: volume.size,
    async read(offset, length) {
      checkRange(volume.size, offset, length)
      const bytes = await volume.read(offset, length)
      const end = offset + length
      const first = Math.floor(offset / blockSize)
      let next = firstIndex(writes.length, (i) => (writes[i]?.block ?? 0) >= first)
      for (;;) {
        const run = runAt(writes, next, { blockSize, end })
        const [write] = run
        if (write === undefined) return bytes
        const at = write.block * blockSize
        const from = Math.max(at, offset)
        const to = Math.min(at + run.length * blockSize, end)
        const block = await contentOf(volume, run, blockSize)
        bytes.set(block.subarray(from - at, to - at), from - offset)
        next += run.length
      }
    },
  }
}

/** Writes from `next` on that lie side by side, in the volume as in the log, in front of `end`. */
function runAt(
  writes: readonly JournalWrite[],
  next: number,
  { blockSize, end }: { readonly blockSize: number; readonly end: number },
): readonly JournalWrite[] {
  let last = next
  for (; (last - next) * blockSize < MIB; last++) {
    const write = writes[last]
    const before = last > next ? writes[last - 1] : undefined
    if (write === undefined || write.block * blockSize >= end) break
    const goesOn =
      !before || (write.block === before.block + 1 && write.at === before.at + blockSize)
    if (!goesOn) break
  }
  return writes.slice(next, last)
}

async function contentOf(
  volume: ByteSource,
  run: readonly JournalWrite[],
  blockSize: number,
): Promise<Uint8Array> {
  const bytes = await volume.read(run[0]?.at ?? 0, run.length * blockSize)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  for (const [i, { isEscaped }] of run.entries()) {
    if (isEscaped) view.setUint32(i * blockSize, JOURNAL_MAGIC)
  }
  return bytes
}

/** The superblock as it is written behind a replay; `undefined` where it is none. */
async function withoutRecovery(volume: ByteSource): Promise<Uint8Array | undefined> {
  const bytes = await volume.read(SUPERBLOCK_OFFSET, SUPERBLOCK_SIZE)
  const head = new Head(bytes)
  if (readExtSuperblock(head, 0) === undefined) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  view.setUint32(INCOMPATIBLE, head.u32(INCOMPATIBLE) & ~RECOVER, true)
  const checksum = superblockChecksum(new Head(bytes))
  if (checksum !== undefined) view.setUint32(CHECKSUM, checksum, true)
  return bytes
}

const withBytes = (source: ByteSource, at: number, put: Uint8Array): ByteSource => ({
  size: source.size,
  async read(offset, length) {
    const bytes = await source.read(offset, length)
    const from = Math.max(at, offset)
    const to = Math.min(at + put.length, offset + length)
    if (from < to) bytes.set(put.subarray(from - at, to - at), from - offset)
    return bytes
  },
})
