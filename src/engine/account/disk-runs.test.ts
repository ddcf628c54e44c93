import { expect, test } from 'vitest'
import { RunTally } from './disk-runs.ts'

const runsOf = (lengths: readonly number[]) => {
  const tally = new RunTally()
  let at = 0
  // A byte between them on the disk, none in the file.
  for (const [i, length] of lengths.entries()) {
    tally.add(at + i, at, length)
    at += length
  }
  return tally.finish()
}

test('half of the runs are no longer than the median', () => {
  expect(runsOf([])).toEqual({ count: 0, longest: 0, median: 0 })
  expect(runsOf([5])).toEqual({ count: 1, longest: 5, median: 5 })
  expect(runsOf([9, 1])).toEqual({ count: 2, longest: 9, median: 1 })
  expect(runsOf([3, 1, 9, 3, 3])).toEqual({ count: 5, longest: 9, median: 3 })
})

test('what goes on in both is one run, and what does not in one of them is another', () => {
  const tally = new RunTally()
  tally.add(0, 100, 10)
  tally.add(10, 110, 10)
  tally.add(20, 130, 10)
  tally.add(40, 140, 5)
  expect(tally.finish()).toEqual({ count: 3, longest: 20, median: 10 })
})
