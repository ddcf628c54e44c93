/** New images of the open file’s disk, in every format; and of a raw disk. */
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { VIRTUAL_DISK_ID } from '../../engine/compose/compose-metadata.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { putGpt } from '../../testing/disk-tables.ts'
import { fakeFileHandle } from '../../testing/fake-file-handle.ts'
import { plainDisk } from '../../testing/plain-disk.ts'
import { infoOf, sessionCalls, watchedRun } from '../../testing/worker-calls.ts'

async function open(description: ImageDescription) {
  const image = buildImage(description)
  const bytes = image.take(0, image.size)
  const session = sessionCalls()
  const { run, progress } = watchedRun()
  await session.file.open({ input: new Blob([bytes as Uint8Array<ArrayBuffer>]) }, run)
  progress.length = 0
  return { session, run, progress, file: Buffer.from(bytes) }
}

const messageOf = async (call: Promise<unknown>) => (await infoOf(call)).message

describe('a new image of the disk', () => {
  /** Blocks at places out of order, one of them of zeros, of a disk that ends inside its last block. */
  const scattered: ImageDescription = {
    virtualDiskSize: 9 * MIB + 512 * 1024,
    blocks: [
      { block: 7, fill: 0x77 },
      { block: 1, fill: 0x11 },
      { block: 3, fill: 0 },
      { block: 9, fill: 0x99 },
    ],
  }
  const whole = { state: 'before', offset: 0, length: 9 * MIB + 512 * 1024 } as const

  test.each(['vhdx', 'vhdx-fixed', 'vhd'] as const)('as %s is right', async (format) => {
    const { session, run, progress, file } = await open(scattered)
    const target = fakeFileHandle()
    const saved = await session.disk.save({ ...whole, format, target }, run)
    const made = Buffer.from(await target.content())
    expect(saved.size).toBe(made.length)
    const { bytes } = plainDisk(file, false)
    const theirs = format === 'vhd' ? made.subarray(0, bytes.length) : plainDisk(made, false).bytes
    expect(theirs.equals(bytes)).toBe(true)
    const { blob } = await session.disk.blob({ ...whole, format }, run)
    expect(blob.size).toBe(made.length)
    expect([...new Set(progress.flatMap(({ phase }) => phase ?? []))]).toEqual([
      'plan',
      'check',
      'write',
      'finish',
      'verify',
    ])
    if (format === 'vhdx') expect(made.length).toBe(4 * MIB + 3 * MIB)
  })

  test('keeps the disk ID where that is wanted, and has one of its own else', async () => {
    const { session, run } = await open(scattered)
    const idOf = async (keepsId: boolean) => {
      const { blob } = await session.disk.blob({ ...whole, format: 'vhdx', keepsId }, run)
      const other = sessionCalls()
      const { outcome, before } = await other.file.open({ input: blob }, run)
      expect(outcome).toBe('clean')
      return before.metadata?.virtualDiskId
    }
    expect(await idOf(true)).toBe(VIRTUAL_DISK_ID)
    expect(await idOf(false)).not.toBe(VIRTUAL_DISK_ID)
  })

  test('is compared as a whole with a hash: a byte between the places is noticed', async () => {
    const { session, run } = await open(scattered)
    const wish = { ...whole, format: 'vhdx', hash: 'blake3' } as const
    const target = fakeFileHandle()
    const saved = await session.disk.save({ ...wish, target }, run)
    expect(saved.hash?.algorithm).toBe('blake3')
    const spoil = (file: { write(at: number, bytes: Uint8Array): Promise<void> }) =>
      file.write(5 * MIB + 7, Uint8Array.of(1))
    const spoiled = fakeFileHandle({ spoil })
    expect(await messageOf(session.disk.save({ ...wish, target: spoiled }, run))).toContain(
      'The export is not as planned: the byte at',
    )
  })

  test('without the free blocks says what it does not have', async () => {
    const { session, run } = await open(scattered)
    expect(await session.disk.free(whole, run)).toEqual({
      isAny: false,
      reasons: ['No partition, and no file system that is known, is there.'],
    })
    const target = fakeFileHandle()
    const wish = { ...whole, format: 'vhdx', dropsFree: true, target } as const
    expect((await session.disk.save(wish, run)).dropped).toEqual({ bytes: 0, count: 0, places: [] })
  })
})

test('a raw disk that is dropped becomes a VHDX of the same disk', async () => {
  const raw = Buffer.alloc(5 * MIB + 512)
  putGpt(raw, {
    parts: [{ type: '0fc63daf-8483-4772-8e79-3d69d8477de4', first: 2048, last: 6143 }],
  })
  raw.fill(0x42, 2 * MIB, 3 * MIB)
  const session = sessionCalls()
  const { run } = watchedRun()
  const { outcome } = await session.file.open({ input: new Blob([raw]) }, run)
  expect(outcome).toBe('not-vhdx')
  const wish = { state: 'before', offset: 0, length: raw.length, blockSize: MIB } as const
  const target = fakeFileHandle()
  await session.disk.save({ ...wish, format: 'vhdx', target, hash: 'blake3' }, run)
  const made = Buffer.from(await target.content())
  expect(plainDisk(made, false).bytes.equals(raw)).toBe(true)
  // The first block, the one with bytes, and the last two: the copy of the table.
  expect(made.length).toBe(4 * MIB + 4 * MIB)
  const { blob: vhd } = await session.disk.blob({ ...wish, format: 'vhd' }, run)
  expect(raw.equals(Buffer.from(await vhd.slice(0, raw.length).arrayBuffer()))).toBe(true)
})

test('a raw disk of no whole sectors is refused', async () => {
  const raw = new Uint8Array(MIB + 7)
  putGpt(raw.subarray(0, MIB), { parts: [] })
  const session = sessionCalls()
  const { run } = watchedRun()
  await session.file.open({ input: new Blob([raw]) }, run)
  const wish = { state: 'before', offset: 0, length: raw.length, format: 'vhdx' } as const
  expect(await messageOf(session.disk.blob(wish, run))).toContain('whole sectors of 512 bytes')
})

test('of a disk before its replay nothing is left out as free, however it is asked for', async () => {
  const log = {
    entries: [{ updates: [{ kind: 'bat', changes: { 1: { state: 'zero' } } }] }],
  } as const
  const { session, run } = await open({ virtualDiskSize: 2 * MIB, blocks: [{ block: 0 }], log })
  const range = { offset: 0, length: 2 * MIB }
  const why = 'Before its replay a disk may be torn, and nobody can say what of it is free.'
  const before = { ...range, state: 'before' } as const
  expect(await session.disk.free(before, run)).toEqual({ isAny: false, reasons: [why] })
  const wish = { ...before, format: 'vhdx', dropsFree: true } as const
  expect(await messageOf(session.disk.blob(wish, run))).toBe(why)
  const { reasons } = await session.disk.free({ ...range, state: 'after' }, run)
  expect(reasons).not.toContain(why)
  const account = await session.space.account({ state: 'before', look: false }, run)
  expect(account?.copy.withoutFree).toEqual({ ok: false, reason: why })
})
