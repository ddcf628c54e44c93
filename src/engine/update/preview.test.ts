import { expect, test } from 'vitest'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import { counting } from '../../testing/counting-source.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { AbsentBytes, requireHeld } from '../bytes/held.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { MIB, TIB } from '../format/layout.ts'
import { preview } from './preview.ts'
import type { Content, Step } from './step.ts'

const SECTOR = 4096
const write = (offset: number, content: Content): Step => ({
  kind: 'write',
  offset,
  content,
  cause: { kind: 'descriptor', entry: 0, index: 0 },
})
const sector = (at: number): Content => ({
  kind: 'sector',
  at,
  leadingBytes: 0x0807_0605_0403_0201n,
  trailingBytes: 0x0403_0201,
})
const filled = (size: number): MemoryFile => new MemoryFile(new Uint8Array(size).fill(0xee))

byteSourceContract('a preview without steps', (bytes) => preview(new MemoryFile(bytes), []))
byteSourceContract('a preview that writes everything anew', (bytes) =>
  preview(new MemoryFile(), [write(0, { kind: 'bytes', bytes })]),
)
byteSourceContract('a preview of patches', (bytes) =>
  preview(new MemoryFile(bytes.map((byte, i) => (i % 1000 < 300 ? 0 : byte))), [
    ...Array.from({ length: 10 }, (_, i) =>
      write(i * 1000, { kind: 'bytes', bytes: bytes.slice(i * 1000, i * 1000 + 300) }),
    ).filter((_, i) => i * 1000 < bytes.length),
  ]),
)

test('a sector of the log is shown as it was before it was split', async () => {
  const view = preview(filled(3 * SECTOR), [write(0, sector(SECTOR))])
  const bytes = await view.read(0, SECTOR)
  expect([...bytes.subarray(0, 10)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0xee, 0xee])
  expect([...bytes.subarray(4090)]).toEqual([0xee, 0xee, 1, 2, 3, 4])
  expect([...(await view.read(6, 4))]).toEqual([7, 8, 0xee, 0xee])
})

test('the extents are what is written, each with the step that has the last word', async () => {
  const steps = [write(0, { kind: 'zeros', length: 3 * SECTOR }), write(SECTOR, sector(5 * SECTOR))]
  const view = preview(filled(6 * SECTOR), steps)
  expect(
    view.extents.map(({ offset, length, step }) => [offset, length, steps.indexOf(step)]),
  ).toEqual([
    [0, SECTOR, 0],
    [SECTOR, SECTOR, 1],
    [2 * SECTOR, SECTOR, 0],
  ])
})

test('a run of zeros far past the end costs nothing', async () => {
  const source = counting(filled(8 * MIB))
  const view = preview(source, [write(16 * MIB, { kind: 'zeros', length: TIB })])
  expect(view.size).toBe(TIB + 16 * MIB)
  expect(view.extents).toHaveLength(1)
  expect(await view.read(TIB, 3)).toEqual(new Uint8Array(3))
  expect(await view.read(8 * MIB - 1, 3)).toEqual(Uint8Array.of(0xee, 0, 0))
  expect(source.bytesRead).toBe(1)
})

test('what is written whole is not read before', async () => {
  const source = counting(filled(8 * MIB))
  const view = preview(source, [write(MIB, { kind: 'zeros', length: 4 * MIB })])
  await view.read(MIB, 2 * MIB)
  expect(source.reads).toEqual([])
  await view.read(0, 6 * MIB)
  expect(source.reads).toEqual([
    { offset: 0, length: MIB },
    { offset: 5 * MIB, length: MIB },
  ])
})

test('256 scattered log sectors in 1 MiB take one read of the old bytes and one of the log', async () => {
  const source = counting(filled(8 * MIB))
  // Every second sector of the target is patched; in the log, entry headers lie between.
  const steps = Array.from({ length: 128 }, (_, i) =>
    write(4 * MIB + i * 2 * SECTOR, sector(MIB + i * 2 * SECTOR)),
  )
  await preview(source, steps).read(4 * MIB, MIB)
  expect(source.reads).toEqual([
    { offset: 4 * MIB + SECTOR, length: MIB - SECTOR },
    { offset: MIB, length: 255 * SECTOR },
  ])
})

test('a read outside is rejected, and the end is that of the result', async () => {
  const view = preview(filled(SECTOR), [
    { kind: 'extend', size: 2 * SECTOR, cause: { kind: 'last-file-offset', entry: 0 } },
  ])
  expect(view.size).toBe(2 * SECTOR)
  expect(await view.read(SECTOR, SECTOR)).toEqual(new Uint8Array(SECTOR))
  await expect(view.read(SECTOR, SECTOR + 1)).rejects.toThrow(RangeError)
})

test('an extension to less than the file has changes nothing', () => {
  const extend = { kind: 'extend', size: 5, cause: { kind: 'last-file-offset', entry: 0 } } as const
  expect(preview(filled(SECTOR), [extend]).size).toBe(SECTOR)
})

test('of a source that lacks parts an update has what it writes, what it adds, and what was there', async () => {
  const held = [{ offset: 0, length: SECTOR }]
  const source: ByteSource = {
    size: 4 * SECTOR,
    held,
    read: async (offset, length) => {
      requireHeld(held, { offset, length })
      return new Uint8Array(length).fill(0xee)
    },
    lookOf: async ({ offset }) => (offset === 3 * SECTOR ? 'zeros' : undefined),
  }
  const { held: after, ...view } = preview(source, [
    write(2 * SECTOR, { kind: 'zeros', length: SECTOR }),
    { kind: 'extend', size: 6 * SECTOR, cause: { kind: 'last-file-offset', entry: 0 } },
  ])
  expect(after).toEqual([
    { offset: 0, length: SECTOR },
    { offset: 2 * SECTOR, length: SECTOR },
    { offset: 4 * SECTOR, length: 2 * SECTOR },
  ])
  expect(await view.read(2 * SECTOR, SECTOR)).toEqual(new Uint8Array(SECTOR))
  await expect(view.read(SECTOR, 2 * SECTOR)).rejects.toThrow(AbsentBytes)
  expect(await view.lookOf?.({ offset: 2 * SECTOR, length: 3 * SECTOR })).toBe('zeros')
  expect(await view.lookOf?.({ offset: SECTOR, length: 2 * SECTOR })).toBeUndefined()
})
