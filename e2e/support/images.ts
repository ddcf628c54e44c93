/** Images that the browser tests open, beside the app's own samples. */
import { guid } from '../../src/engine/bytes/guid.ts'
import type { EntryDescription, ImageDescription } from '../../src/engine/compose/description.ts'
import { GIB, HEADER_OFFSETS, HEADER_SIZE, MIB } from '../../src/engine/format/layout.ts'

/** Blocks 0 to 17 lie from 12 MiB on; only the log knows of the last one. */
const FIRST_BLOCK_MIB = 12
const LAST_BLOCK = 17

const entry = (block: number): EntryDescription => ({
  tail: (block - 11) * 8192,
  // As QEMU does: a LogGuid of its own for every entry, so that only the newest is to be replayed.
  ...(block < LAST_BLOCK && { logGuid: guid(`5ca1ab1e-0000-4000-8000-0000000000${block}`) }),
  updates: [
    {
      kind: 'bat',
      changes: { [block]: { state: 'fully-present', fileOffsetMB: FIRST_BLOCK_MIB + block } },
    },
  ],
})

/** A disk that QEMU was writing to when it was killed: seven entries, of which the last is active. */
export const dirtyLikeQemu: ImageDescription = {
  virtualDiskSize: 10 * GIB,
  fileSize: 30 * MIB,
  blocks: Array.from({ length: LAST_BLOCK + 1 }, (_, block) => ({
    block,
    fill: 0xa5,
    fileOffsetMB: FIRST_BLOCK_MIB + block,
  })),
  bat: { [LAST_BLOCK]: { state: 'not-present' } },
  log: { entries: [11, 12, 13, 14, 15, 16, LAST_BLOCK].map(entry) },
}

/** The log has to be replayed, and no entry of it is whole. */
export const damagedLog: ImageDescription = {
  virtualDiskSize: GIB,
  log: {
    entries: [1, 2, 3].map((block) => ({
      updates: [{ kind: 'bat', changes: { [block]: { state: 'zero' } } }],
      flips: [100],
    })),
  },
}

/** Both headers are gone. */
export const headless: ImageDescription = {
  virtualDiskSize: GIB,
  patches: HEADER_OFFSETS.map((at) => ({ at, bytes: new Uint8Array(HEADER_SIZE).fill(0xee) })),
}

/** A dirty file of 200 GiB, which takes a few MiB of this machine's disk. */
export const huge: ImageDescription = { ...dirtyLikeQemu, fileSize: 200 * GIB }

const bytesOf = (text: string, size = 4096): Uint8Array => {
  const bytes = new Uint8Array(size)
  bytes.set(Buffer.from(text, 'latin1'))
  return bytes
}

const LFS_POINTER = new TextEncoder().encode(
  `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 123\n`,
)

/** Files that are no VHDX, by the name that the verdict gives them. */
export const foreignFiles: readonly (readonly [title: string, bytes: Uint8Array])[] = [
  ['This is a VHD image, not a VHDX.', bytesOf('conectix')],
  ['This is a QCOW2 image, not a VHDX.', bytesOf('QFI\xfb\0\0\0\x03')],
  ['This is a ZIP archive, not a VHDX.', bytesOf('PK\x03\x04')],
  ['This is a pointer of Git LFS, not a VHDX.', LFS_POINTER],
  ['The beginning of this file is all zero.', new Uint8Array(2 * MIB)],
  ['The file is empty.', new Uint8Array()],
]
