import { expect, test } from 'vitest'
import { keepSample, paceOf, type Sample } from './pace.ts'

const MIB = 1024 * 1024

function run(seconds: number, bytesPerSecond: (second: number) => number): readonly Sample[] {
  let samples: readonly Sample[] = []
  let done = 0
  for (let second = 0; second <= seconds; second++) {
    samples = keepSample(samples, { at: second * 1000, done })
    done += bytesPerSecond(second)
  }
  return samples
}

test('nothing is told in the first three seconds', () => {
  expect(
    paceOf(
      run(2, () => MIB),
      0,
      100 * MIB,
    ),
  ).toBeUndefined()
})

test('a steady write has its speed and the time that is left', () => {
  expect(
    paceOf(
      run(4, () => 2 * MIB),
      0,
      108 * MIB,
    ),
  ).toEqual({
    bytesPerSecond: 2 * MIB,
    secondsLeft: 50,
  })
})

test('only the last ten seconds count', () => {
  const samples = run(30, (second) => (second < 15 ? 100 * MIB : MIB))
  expect(paceOf(samples, 0, 10_000 * MIB)?.bytesPerSecond).toBe(MIB)
  expect(samples.length).toBe(11)
})

test('nothing is told while nothing moves', () => {
  expect(
    paceOf(
      run(10, () => 0),
      0,
      MIB,
    ),
  ).toBeUndefined()
})

test('more than the total leaves no time', () => {
  expect(
    paceOf(
      run(5, () => MIB),
      0,
      MIB,
    )?.secondsLeft,
  ).toBe(0)
})
