import { expect, test } from 'vitest'
import type { Run } from './byte-source.ts'
import { SharedWork } from './shared-work.ts'

/** Work of so many turns, in each of which a cancel is seen. */
function countedWork(turns: number) {
  const begun: Run[] = []
  const work = new SharedWork(async (run) => {
    begun.push(run)
    for (let turn = 0; turn < turns; turn++) {
      await run.pause?.()
      run.signal?.throwIfAborted()
    }
    return begun.length
  })
  return { work, begun }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('is done once for all who ask, and kept', async () => {
  const { work, begun } = countedWork(3)
  expect(await Promise.all([work.get({ pause }), work.get(), work.get()])).toEqual([1, 1, 1])
  expect(await work.get()).toBe(1)
  expect(begun).toHaveLength(1)
})

test('goes on when one of two is cancelled, and stops when both are', async () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const { work, begun } = countedWork(20)
  const first = work.get({ signal: one.signal, pause })
  const second = work.get({ signal: other.signal, pause })
  one.abort()
  expect(await second).toBe(1)
  await expect(first).resolves.toBe(1)

  const again = countedWork(20)
  const both = [one, other].map(({ signal }) => again.work.get({ signal, pause }))
  other.abort(new Error('cancelled'))
  for (const each of both) await expect(each).rejects.toThrow()
  expect(begun).toHaveLength(1)
})

test('is begun anew for whoever asks when it has been given up', async () => {
  const abort = new AbortController()
  const { work, begun } = countedWork(20)
  const first = work.get({ signal: abort.signal, pause })
  await pause()
  abort.abort(new Error('cancelled'))
  const second = pause().then(() => work.get({ pause }))
  await expect(first).rejects.toThrow('cancelled')
  expect(await second).toBe(2)
  expect(begun).toHaveLength(2)
})

test('fails for all who wait, and is begun anew for the next', async () => {
  let begun = 0
  const work = new SharedWork(async () => {
    begun++
    if (begun === 1) throw new Error('cannot be read')
    return begun
  })
  const first = [work.get(), work.get()]
  for (const each of first) await expect(each).rejects.toThrow('cannot be read')
  expect(await work.get()).toBe(2)
})
