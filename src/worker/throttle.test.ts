import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Progress } from './protocol/protocol.ts'
import { throttled } from './throttle.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('passes on ten reports a second, and the last one of all', () => {
  const seen: Progress[] = []
  const report = throttled((progress) => seen.push(progress))
  for (let done = 1; done <= 1000; done++) {
    report({ done, total: 1000 })
    vi.advanceTimersByTime(1)
  }
  expect(seen).toHaveLength(11)
  expect(seen.at(-1)).toEqual({ done: 1000, total: 1000 })
})

test('passes on the beginning of each phase at once', () => {
  const seen: Progress[] = []
  const report = throttled((progress) => seen.push(progress))
  report({ phase: 'check', done: 0, total: 9 })
  report({ phase: 'check', done: 1, total: 9 })
  report({ phase: 'write', done: 0, total: 9 })
  expect(seen.map(({ phase }) => phase)).toEqual(['check', 'write'])
})
