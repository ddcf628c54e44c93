/** Images whose disks have partitions. */
import type { ImageDescription } from '../../src/engine/compose/description.ts'
import { MIB } from '../../src/engine/format/layout.ts'
import { putGpt } from '../../src/testing/disk-tables.ts'

export const DIVIDED_SIZE = 16 * MIB
const LAST = DIVIDED_SIZE / MIB - 1

/** A disk with a GPT of two partitions, the first of them an ext4. Blocks 0, 1 and the last one have something. */
export function dividedDisk(): Uint8Array {
  const disk = new Uint8Array(DIVIDED_SIZE)
  putGpt(disk, {
    parts: [
      { type: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b', first: 2048, last: 8191, name: 'system' },
      { type: '0fc63daf-8483-4772-8e79-3d69d8477de4', first: 8192, last: 30719, name: 'data' },
    ],
  })
  disk.set([0x53, 0xef], MIB + 1024 + 56)
  disk.set([0x40], MIB + 1024 + 96)
  disk.set(Buffer.from('root'), MIB + 1024 + 120)
  return disk
}

/** That disk; the log alone says where its first and its last block are, and so has its partition table. */
export function tableInLog(): ImageDescription {
  const disk = dividedDisk()
  const present = (fileOffsetMB: number) => ({ state: 'fully-present', fileOffsetMB }) as const
  return {
    virtualDiskSize: DIVIDED_SIZE,
    fileSize: 7 * MIB,
    blocks: [{ block: 1 }],
    patches: [
      { at: 4 * MIB, bytes: disk.slice(MIB, 2 * MIB) },
      { at: 5 * MIB, bytes: disk.slice(0, MIB) },
      { at: 6 * MIB, bytes: disk.slice(LAST * MIB) },
    ],
    log: {
      entries: [{ updates: [{ kind: 'bat', changes: { 0: present(5), [LAST]: present(6) } }] }],
    },
  }
}
