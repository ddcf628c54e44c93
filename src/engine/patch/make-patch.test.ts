import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bytesIn, isSame, patchOf } from '../../testing/patches.ts'
import {
  planOf,
  SMALL_IDS,
  SMALL_SECTORS,
  SMALL_SIZE,
  smallImage,
  writing,
} from '../../testing/small-image.ts'
import { clear, fill, type SmallEntry } from '../../testing/small-log.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { buildSample } from '../compose/samples.ts'
import { GIB, KIB, MIB, TIB } from '../format/layout.ts'
import { CannotReplayError } from '../log/replay.ts'
import { carryOut } from './carry-out.ts'
import { encodePatch, patchSize } from './encode-patch.ts'
import { makePatch } from './make-patch.ts'
import { PatchError, type PatchRun } from './patch.ts'
import { patchState } from './patch-state.ts'
import { powershellScript } from './scripts/powershell-script.ts'
import { hasScripts } from './scripts/script-data.ts'
import { shScript } from './scripts/sh-script.ts'

const SECTOR = 4 * KIB
const inMiB = (entries: readonly SmallEntry[]) =>
  smallImage(SMALL_SECTORS, entries, { fileSize: SMALL_SIZE })
const shape = ({ offset, length, before, after }: PatchRun) => [
  offset / SECTOR,
  length / SECTOR,
  before?.kind,
  after.kind,
]

test('holds what changes, by its kind, before and behind the end of the file', async () => {
  const image = await inMiB([
    writing(fill(400_000n * 4096n, 7), fill(100n * 4096n, 7)),
    {
      ...writing(fill(101n * 4096n, 8), fill(103n * 4096n, 9), clear(102n * 4096n, 2n * 4096n)),
      tail: 0,
    },
  ])
  await image.write(102 * SECTOR, new Uint8Array(SECTOR).fill(1))
  await image.write(101 * SECTOR, new Uint8Array(SECTOR).fill(8))
  const plan = await planOf(image)
  if (!plan) throw new Error('the log is empty')
  const patch = await makePatch(image, plan, SMALL_IDS.fileWriteGuid)
  expect(patch.runs.map(shape)).toEqual([
    [100, 1, 'zeros', 'bytes'],
    // 101 holds that already, and 103 is zero before and after.
    [102, 1, 'bytes', 'zeros'],
    [400_000, 1, undefined, 'bytes'],
  ])
  expect(patch.sizeAfter).toBe(64 * TIB)
  expect(encodePatch(patch).length).toBe(patchSize(patch))
})

test('a terabyte of zeros behind the end takes no room', async () => {
  const image = await inMiB([writing(fill(100n * 4096n, 7), clear(BigInt(MIB), BigInt(TIB)))])
  const plan = await planOf(image)
  if (!plan) throw new Error('the log is empty')
  const patch = await makePatch(image, plan, SMALL_IDS.fileWriteGuid)
  expect(patch.runs.map(shape)).toEqual([[100, 1, 'zeros', 'bytes']])
  expect(patchSize(patch)).toBeLessThan(16 * KIB)
  expect(shScript(patch).length).toBeLessThan(32 * KIB)
  expect(powershellScript(patch).length).toBeLessThan(64 * KIB)
})

/** `small` in a file of `size` bytes, which holds `byte` wherever that does not reach. */
function sizedSource(small: MemoryFile, size: number, byte: number): ByteSource {
  return {
    size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length).fill(byte)
      const end = Math.min(offset + length, small.size)
      if (offset < end) bytes.set(await small.read(offset, end - offset))
      return bytes
    },
  }
}

describe('says in a sentence that it is too much', () => {
  const planned = async (size: number, byte: number, length: number) => {
    const small = await smallImage(SMALL_SECTORS, [writing(clear(BigInt(MIB), BigInt(length)))])
    const source = sizedSource(small, size, byte)
    const plan = await planOf(source)
    if (!plan) throw new Error('the log is empty')
    return makePatch(source, plan, SMALL_IDS.fileWriteGuid)
  }

  test('of old bytes, under a run of zeros', async () => {
    const error: unknown = await planned(80 * MIB, 1, 79 * MIB).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(PatchError)
    expect(String(error)).toContain('64 MiB')
  })

  test('to be compared, under a run of zeros over all of a large file', async () => {
    const error: unknown = await planned(100 * GIB, 0, 99 * GIB).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(PatchError)
    expect(String(error)).toContain('16 GiB')
  })

  test('for any file', async () => {
    const error: unknown = await planned(MIB, 0, 128 * TIB).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(PatchError)
    expect(String(error)).toContain('128 TiB')
  })

  test('for a script, though not for a patch', async () => {
    const patch = await planned(20 * MIB, 1, 19 * MIB)
    expect(hasScripts(patch)).toBe(false)
    expect(() => shScript(patch)).toThrow(PatchError)
    expect(() => powershellScript(patch)).toThrow(PatchError)
  })
})

test('a replay that is forbidden makes none', async () => {
  const image = await smallImage(SMALL_SECTORS, [writing(fill(64n * 1024n, 7))])
  const plan = await planOf(image)
  if (!plan) throw new Error('the log is empty')
  await expect(makePatch(image, plan, SMALL_IDS.fileWriteGuid)).rejects.toThrow(CannotReplayError)
})

test('a replay that changes nothing is one of the headers alone', async () => {
  const { before, after, patch } = await patchOf(
    await bytesIn(await smallImage(SMALL_SECTORS, [{}], { fileSize: SMALL_SIZE })),
  )
  expect(patch.runs).toEqual([])
  const file = new MemoryFile(before)
  const state = await patchState(file, patch)
  if (!state) throw new Error('the image is another one')
  await carryOut(file, patch, { state, way: 'apply' })
  expect(isSame(await bytesIn(file), after)).toBe(true)
})

test.each([
  ['dirty', '5440e14ecd9aa149'],
  ['wrapped', '0cb43e5f0c32e7ec'],
  ['full', 'd053e61bb86262a6'],
] as const)(
  'the patch of the replay of “%s” has the bytes that it had when there was no version 2',
  async (id, digest) => {
    const { patch } = await patchOf(await bytesIn(buildSample(id).source))
    const bytes = encodePatch(patch)
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe(digest)
  },
)
