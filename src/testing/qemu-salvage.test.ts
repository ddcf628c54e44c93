/** QEMU accepts what a salvage makes, and reads the same disk from it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { diskSource } from '../engine/disk/disk-source.ts'
import { HEADER_OFFSETS, MIB, REGION_TABLE_OFFSETS } from '../engine/format/layout.ts'
import type { SalvageWayId } from '../engine/salvage/salvage-words.ts'
import { copyTo } from '../engine/update/copy.ts'
import { firstDifference } from './compare.ts'
import { describeWithQemu, inTempDir, qemuImg } from './qemu.ts'
import { NOT_CLOSED, placing, SALVAGED_DISK, TORN } from './salvage-images.ts'
import { salvage } from './salvaging.ts'
import { writeImage } from './write-image.ts'

function wiped(...places: readonly number[]): SparseFile {
  const file = buildImage(SALVAGED_DISK)
  for (const at of places) file.put(at, new Uint8Array(4096))
  return file
}
const ahead = {
  ...SALVAGED_DISK,
  log: { entries: [{ ...placing(8, 8), flushedFileOffset: BigInt(11 * MIB) }] },
}

/** Of which the log has a copy. */
function withoutTable(): SparseFile {
  const log = { entries: [placing(3, 7)] }
  const closed = { logGuid: NIL_GUID }
  const file = buildImage({ ...SALVAGED_DISK, log, headers: [closed, closed] })
  file.put(3 * MIB, new Uint8Array(65536))
  return file
}

/** A fixed disk with a master boot record, whose table is wiped. */
function wipedFixed(): SparseFile {
  const blocks = [0, 1, 2, 3].map((block) => ({ block, fill: block + 1 }))
  const file = buildImage({ virtualDiskSize: 4 * MIB, kind: 'fixed', blocks })
  file.put(4 * MIB + 446, Uint8Array.of(0, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 16, 0, 0))
  file.put(4 * MIB + 462, new Uint8Array(48))
  file.put(4 * MIB + 510, Uint8Array.of(0x55, 0xaa))
  file.put(3 * MIB, new Uint8Array(65536))
  return file
}

function headless(): SparseFile {
  const file = buildImage(NOT_CLOSED)
  file.put(0, new Uint8Array(MIB))
  return file
}

const CASES: readonly (readonly [SalvageWayId[], () => SparseFile])[] = [
  [['identifier'], () => wiped(0)],
  [['second-header'], () => wiped(HEADER_OFFSETS[0])],
  [['second-region-table'], () => wiped(REGION_TABLE_OFFSETS[1])],
  [['metadata-anew'], () => wiped(2 * MIB)],
  [['region-tables-anew'], () => wiped(...REGION_TABLE_OFFSETS)],
  [
    ['headers-anew', 'identifier', 'region-tables-anew'],
    () => wiped(0, ...HEADER_OFFSETS, ...REGION_TABLE_OFFSETS),
  ],
  [['headers-anew', 'identifier'], () => wiped(0, ...HEADER_OFFSETS)],
  [['lengthened'], () => buildImage({ ...SALVAGED_DISK, fileSize: 5 * MIB + 4096 })],
  [['lengthened'], () => buildImage(ahead)],
  [
    ['by-other-header'],
    () => buildImage({ ...NOT_CLOSED, headers: [{ logGuid: NIL_GUID }, { checksum: 1 }] }),
  ],
  [['without-log'], () => buildImage(TORN)],
  [['log-up-to'], () => buildImage(TORN)],
  [['bat-from-log'], withoutTable],
  [['bat-linear'], wipedFixed],
  [['headers-anew', 'identifier', 'region-tables-anew'], headless],
]

describeWithQemu('what is salvaged', () => {
  test.each(CASES)('by %j is accepted, and its disk is the same', async (ways, make) => {
    const { result, after } = await salvage(make(), ways)
    const copy = new SparseFile()
    await copyTo(copy, result)
    await inTempDir(async (dir) => {
      const [path, raw] = [join(dir, 'copy.vhdx'), join(dir, 'disk.raw')]
      await writeImage(path, copy)
      const { status, stderr } = await qemuImg(['check', '-f', 'vhdx', path])
      expect([status, stderr]).toEqual([0, ''])
      expect((await qemuImg(['convert', '-f', 'vhdx', '-O', 'raw', path, raw])).status).toBe(0)
      const disk = diskSource([after.before])
      expect(firstDifference(await readFile(raw), await disk.read(0, disk.size))).toBeUndefined()
    })
  })
})
