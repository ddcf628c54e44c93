import { expect, test } from 'vitest'
import { counting } from '../../../testing/counting-source.ts'
import { SparseFile } from '../../compose/sparse-file.ts'
import { messageOf } from '../../findings/finding-words.ts'
import { Listing } from '../../findings/listing.ts'
import { MIB } from '../../format/layout.ts'
import { spaceFindings } from './free-space.ts'

const mib = (offset: number, length: number) => ({ offset: offset * MIB, length: length * MIB })

function fileOf(sizeInMib: number, dataAt: readonly number[] = []): SparseFile {
  const file = new SparseFile()
  for (const at of dataAt) file.put(at * MIB + 4711, Uint8Array.of(1))
  file.setSize(sizeInMib * MIB)
  return file
}

const linesOf = async (file: SparseFile, free: readonly ReturnType<typeof mib>[]) =>
  (await spaceFindings(file, free, new Listing())).map(
    (found) => `${found.rule}: ${messageOf(found)}`,
  )

test('is quiet about zeros of up to 8 MiB, and tells of more', async () => {
  expect(await linesOf(fileOf(40), [mib(4, 8), mib(20, 9)])).toEqual([
    'space.unreferenced: 9 MiB at 0x1400000 belong to no structure and no block: all of it is zero.',
  ])
})

test('tells of data in the least piece', async () => {
  expect(await linesOf(fileOf(40, [5]), [mib(4, 1), mib(5, 1)])).toEqual([
    'space.unreferenced: 1 MiB at 0x500000 belong to no structure and no block: there are data in it.',
  ])
})

test('tells of what follows behind everything, but not of a ragged end', async () => {
  const file = fileOf(40.5, [39])
  expect(await linesOf(file, [mib(39, 1.5)])).toEqual([
    'space.trailing: 1.50 MiB at the end of the file, from 0x2700000 on, belong to no structure and no block: there are data in it.',
  ])
  expect(await linesOf(file, [mib(40, 0.5)])).toEqual([])
})

test('looks at 16 MiB of a piece and at 64 MiB in all, and says where that was not enough', async () => {
  const pieces = [mib(0, 100), mib(101, 16), mib(118, 17), mib(140, 16), mib(160, 1)]
  const source = counting(fileOf(200, [60, 160]))
  const findings = await spaceFindings(source, pieces, new Listing())
  expect(findings.map(({ at, values }) => [at.offset / MIB, values['content']])).toEqual([
    [0, 'not all of it was looked at, and what was is zero'],
    [101, 'all of it is zero'],
    [118, 'not all of it was looked at, and what was is zero'],
    [140, 'all of it is zero'],
    [160, 'not all of it was looked at, and what was is zero'],
  ])
  expect(source.bytesRead).toBe(64 * MIB)
})

test('stops on request', async () => {
  const run = { signal: AbortSignal.abort() }
  const findings = spaceFindings(fileOf(40), [mib(4, 8)], new Listing(), run)
  await expect(findings).rejects.toThrow(/abort/)
})
