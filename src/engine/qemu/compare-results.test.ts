import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomFile, randomSteps } from '../../testing/random-steps.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { LOG_SECTOR_SIZE, MIB, TIB } from '../format/layout.ts'
import { preview } from '../update/preview.ts'
import { type Step, sizeAfter } from '../update/step.ts'
import { compareResults, MAX_DIFFERENCES } from './compare-results.ts'

const zeros = (offset: number, length: number, entry = 0): Step => ({
  kind: 'write',
  offset,
  content: { kind: 'zeros', length },
  cause: { kind: 'descriptor', entry, index: 0 },
})
const bytes = (offset: number, fill: number, entry = 0): Step => ({
  kind: 'write',
  offset,
  content: { kind: 'bytes', bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(fill) },
  cause: { kind: 'descriptor', entry, index: 0 },
})
const result = (size: number, ...steps: readonly Step[]) => ({ steps, size })

test('finds exactly the bytes that differ, in whole pieces of one writer', async () => {
  await fc.assert(
    fc.asyncProperty(randomFile, randomSteps, randomSteps, async (content, a, b) => {
      const file = new MemoryFile(content)
      const { list, complete } = await compareResults(
        file,
        { steps: a, size: sizeAfter(file.size, a) },
        { steps: b, size: sizeAfter(file.size, b) },
      )
      const [mine, theirs] = [preview(file, a), preview(file, b)]
      const size = Math.max(mine.size, theirs.size)
      const whole = async (view: typeof mine) => {
        const padded = new Uint8Array(size)
        padded.set(await view.read(0, view.size))
        return padded
      }
      const [x, y] = [await whole(mine), await whole(theirs)]
      const told = new Uint8Array(size)
      for (const { offset, length } of list) {
        expect(x.subarray(offset, offset + length)).not.toEqual(y.subarray(offset, offset + length))
        told.fill(1, offset, offset + length)
      }
      // Headers lie where these writes go, and are nobody's concern here.
      const headers = [64, 128].map((kib) => kib * 1024)
      const isHeader = (at: number) => headers.some((start) => at >= start && at < start + 4096)
      const missed = x.findIndex((byte, at) => byte !== y[at] && told[at] === 0 && !isHeader(at))
      expect([missed, complete]).toEqual([-1, true])
    }),
    { numRuns: 60 },
  )
})

test('compares a terabyte of zeros with another one without reading it', async () => {
  const file = new MemoryFile(new Uint8Array(MIB).fill(1))
  const [a, b] = [zeros(MIB, TIB), zeros(MIB / 2, TIB)]
  const { sectors, list } = await compareResults(file, result(2 * TIB, a), result(2 * TIB, b))
  expect(sectors).toBe(MIB / 2 / LOG_SECTOR_SIZE)
  expect(list).toHaveLength(1)
})

test('says where it has not compared a long run with what is there', async () => {
  const file = new MemoryFile(new Uint8Array(66 * MIB))
  const { complete } = await compareResults(file, result(0), result(0, zeros(0, 65 * MIB)))
  expect(complete).toBe(false)
})

test('tells whose bytes they are, and counts more than it lists', async () => {
  const file = new MemoryFile(new Uint8Array(16 * MIB))
  const steps = Array.from({ length: MAX_DIFFERENCES + 7 }, (_, n) =>
    bytes(MIB + n * 2 * LOG_SECTOR_SIZE, 5, n),
  )
  const { list, sectors } = await compareResults(
    file,
    result(file.size),
    result(file.size, ...steps),
  )
  expect([list.length, sectors]).toEqual([MAX_DIFFERENCES, MAX_DIFFERENCES + 7])
  expect(list[3]).toMatchObject({ ours: undefined, theirs: { entry: 3 } })
})
