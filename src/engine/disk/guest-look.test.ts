/** What is looked at of a guest's disk: where findings point, how much is read, and that nothing on it does harm. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counting } from '../../testing/counting-source.ts'
import { putBootRecord, putGpt } from '../../testing/disk-tables.ts'
import {
  extSuperblock,
  guestDisk,
  NTFS_VOLUME_RECORD,
  ntfsBootSector,
  ntfsVolumeRecord,
  type Part,
} from '../../testing/guest-volumes.ts'
import { buildImage } from '../compose/build-image.ts'
import { MIB, TIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { lookAtGuest } from './guest-look.ts'

const SIZE = 16 * MIB
const record = (type: number, count: number): Part => {
  const bytes = new Uint8Array(512)
  putBootRecord(bytes, 0, [{ type, first: 2048, count }])
  return [0, bytes]
}

test('a finding points to the bytes of the file in which it was seen', async () => {
  const image = guestDisk(SIZE, [
    record(0x83, 16384),
    [MIB + 1024, extSuperblock({ blocks: 9000, state: 3 })],
  ])
  const look = await lookAtGuest([await readImage(buildImage(image))])
  // The second block of the file holds the second MiB of the disk.
  const at = { offset: 5 * MIB, length: 4096 }
  expect(look?.findings).toMatchObject([
    { rule: 'volume.errors', at, values: { volume: 'Partition 1' } },
    { rule: 'volume.larger', at, values: { size: 9000n * 1024n, room: BigInt(8 * MIB) } },
  ])
})

test('what a partition has behind the end of the disk is no room for its file system', async () => {
  const image = guestDisk(SIZE, [
    record(0x83, 65536),
    [MIB + 1024, extSuperblock({ blocks: 32768 })],
  ])
  const { findings = [] } = (await lookAtGuest([await readImage(buildImage(image))])) ?? {}
  expect(findings.map(({ rule, values }) => [rule, values['problem'] ?? values['room']])).toEqual([
    ['volume.table', 'partition 1 reaches past the end of the disk'],
    ['volume.larger', BigInt(15 * MIB)],
  ])
})

test('of a disk of 64 TiB no more than some MiB are read', async () => {
  const file = counting(buildImage(guestDisk(64 * TIB, [record(0x83, 2 ** 31)])))
  const image = await readImage(file)
  const before = file.bytesRead
  expect(await lookAtGuest([image])).toMatchObject({ isWhole: true, lost: [] })
  expect(file.bytesRead - before).toBeLessThan(4 * MIB)
})

test('a look ends where it is told to, and without a disk there is none', async () => {
  const abort = new AbortController()
  abort.abort(new Error('enough'))
  const image = await readImage(buildImage(guestDisk(SIZE, [record(0x83, 16384)])))
  await expect(lookAtGuest([image], { signal: abort.signal })).rejects.toThrow('enough')
  expect(await lookAtGuest([{ source: image.source, bat: undefined }])).toBeUndefined()
})

/** The first MiB of a disk, and its last two, with all that is looked for. */
function crowded(): readonly Uint8Array[] {
  const disk = new Uint8Array(SIZE)
  const type = '0fc63daf-8483-4772-8e79-3d69d8477de4'
  putGpt(disk, { parts: [{ type, first: 128, last: 1000 }] })
  disk.set(ntfsBootSector(800), 128 * 512)
  disk.set(ntfsVolumeRecord('data', 1), 128 * 512 + NTFS_VOLUME_RECORD)
  disk.set(extSuperblock({ group: 1 }), 14 * MIB)
  disk.set(ntfsBootSector(30000), SIZE - 34 * 512)
  return [disk.slice(0, MIB), disk.slice(14 * MIB)]
}

test('whatever stands on the disk, a look ends and throws nothing', async () => {
  const [start = new Uint8Array(), end = new Uint8Array()] = crowded()
  const places = fc.oneof(
    fc.nat({ max: 2048 }),
    fc.nat({ max: 600 }).map((at) => 128 * 512 + at),
    fc.nat({ max: 1024 }).map((at) => 128 * 512 + NTFS_VOLUME_RECORD + at),
  )
  const change = fc.tuple(places, fc.constantFrom(0, 1, 0x7f, 0x80, 0xf6, 0xff))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), fc.boolean(), async (changes, keep) => {
      const bytes = start.slice()
      // Without the table what is left of others is looked for.
      if (!keep) bytes.fill(0, 0, 64 * 1024)
      for (const [at, byte] of changes) bytes[at] = byte
      const image = guestDisk(SIZE, [
        [0, bytes],
        [14 * MIB, end.slice(0, MIB)],
        [15 * MIB, end.slice(MIB)],
      ])
      const look = await lookAtGuest([await readImage(buildImage(image))])
      expect(look?.isWhole).toBe(true)
    }),
    { numRuns: 60 },
  )
})
