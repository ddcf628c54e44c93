import { expect, test } from 'vitest'
import { KIB, MIB } from '../../engine/format/layout.ts'
import { batchesOf, forEachParallel, joinNear } from './batches.ts'

test('puts small ranges together and cuts long ones', async () => {
  const file = new Blob([Uint8Array.from({ length: 1000 }, (_, i) => i & 255)])
  const ranges = Array.from({ length: 100 }, (_, i) => ({ offset: i * 10, length: 2 }))
  const batches = [...batchesOf(file, ranges)]
  expect(batches.map((batch) => batch.ranges.length)).toEqual([64, 36])
  expect(batches.flatMap((batch) => batch.ranges)).toEqual(ranges)
  const bytes = new Uint8Array((await batches[1]?.blob.arrayBuffer()) ?? new ArrayBuffer())
  expect([...bytes.subarray(0, 4)]).toEqual([640 & 255, 641 & 255, 650 & 255, 651 & 255])

  const ends = [
    { offset: 1, length: 19 * MIB },
    { offset: 0, length: 1 },
  ]
  const long = [...batchesOf(new Blob([new Uint8Array(20 * MIB)]), ends)]
  expect(long.map(({ ranges: parts }) => parts)).toEqual([
    [{ offset: 1, length: 8 * MIB }],
    [{ offset: 1 + 8 * MIB, length: 8 * MIB }],
    [
      { offset: 1 + 16 * MIB, length: 3 * MIB },
      { offset: 0, length: 1 },
    ],
  ])
})

test('visits each item once, and no more of them after a failure', async () => {
  const seen: number[] = []
  await forEachParallel([5, 6, 7, 8, 9, 10], async (item, index) => {
    await Promise.resolve()
    seen[index] = item
  })
  expect(seen).toEqual([5, 6, 7, 8, 9, 10])

  let visits = 0
  const visit = async (): Promise<void> => {
    visits++
    throw new Error('stop')
  }
  const items = Array.from({ length: 100 }, (_, i) => i)
  await expect(forEachParallel(items, visit)).rejects.toThrow('stop')
  expect(visits).toBeLessThan(10)
})

test('joins what overlaps or is near, up to a length', () => {
  const range = (offset: number, length: number) => ({ offset: offset * KIB, length: length * KIB })
  const ranges = [range(0, 100), range(10, 4), range(164, 4), range(233, 1), range(234, 900)]
  expect(joinNear(ranges, 500 * KIB)).toEqual([range(0, 168), range(233, 1), range(234, 900)])
  expect(joinNear(ranges, MIB)).toEqual([range(0, 168), range(233, 901)])
})
