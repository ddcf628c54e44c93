import { expect, test, vi } from 'vitest'
import { readAhead } from './read-ahead.ts'

/** Loads that end when they are told to. */
function held() {
  const asked: number[] = []
  const ends = new Map<number, (error?: Error) => void>()
  const load = (key: number) =>
    new Promise<string>((resolve, reject) => {
      asked.push(key)
      ends.set(key, (error) => (error ? reject(error) : resolve(`loaded ${key}`)))
    })
  const end = (key: number, error?: Error) => ends.get(key)?.(error)
  /** The keys are taken in turns: until then a load cannot be ended. */
  const untilAsked = (count: number) => vi.waitUntil(() => asked.length === count)
  return { asked, untilAsked, load, end }
}

test('gives all in order, whichever is there first', async () => {
  const { load, end } = held()
  const loads = (key: number) => {
    const loading = load(key)
    setTimeout(() => end(key), key % 2 === 0 ? 3 : 0)
    return loading
  }
  const found: string[] = []
  for await (const each of readAhead([0, 1, 2, 3, 4], 2, loads)) found.push(each)
  expect(found).toEqual([0, 1, 2, 3, 4].map((key) => `loaded ${key}`))
})

test('asks for no more than so many beside the one in use', async () => {
  const { asked, untilAsked, load, end } = held()
  const reading = readAhead([0, 1, 2, 3, 4], 2, load)
  const first = reading.next()
  await untilAsked(3)
  end(0)
  expect(await first).toEqual({ done: false, value: 'loaded 0' })
  expect(asked).toEqual([0, 1, 2])
  const second = reading.next()
  end(1)
  await second
  expect(asked).toEqual([0, 1, 2, 3])
})

test('throws what a load throws when its turn comes, and asks for nothing more', async () => {
  const { asked, untilAsked, load, end } = held()
  const reading = readAhead([0, 1, 2, 3], 1, load)
  const first = reading.next()
  await untilAsked(2)
  end(1, new Error('lost'))
  end(0)
  expect((await first).value).toBe('loaded 0')
  const second = reading.next()
  await expect(second).rejects.toThrow('lost')
  expect(asked).toEqual([0, 1, 2])
  expect((await reading.next()).done).toBe(true)
})

test('leaves a load that fails alone where nobody wants it any more', async () => {
  const { untilAsked, load, end } = held()
  const reading = readAhead([0, 1, 2], 2, load)
  const first = reading.next()
  await untilAsked(3)
  end(0)
  await first
  await reading.return()
  end(1, new Error('lost'))
  await new Promise((resolve) => setTimeout(resolve))
})

test('gives nothing for no keys', async () => {
  const reading = readAhead<number, number>([], 3, async (key) => key)
  expect((await reading.next()).done).toBe(true)
})
