import { beforeEach, describe, expect, test, vi } from 'vitest'
import { MIB } from '../../engine/format/layout.ts'
import { FakeDisk, type FakeTab } from '../../testing/fake-disk.ts'
import { failureOf, infoOf } from '../../testing/worker-calls.ts'
import { GIVEN } from '../errors.ts'
import { type Workbench, workbench } from './workbench.ts'

const IMAGES = 'workbench'
const IMPORTS = 'workbench-imports'

let disk: FakeDisk
let tab: FakeTab
let bench: Workbench

beforeEach(() => {
  disk = new FakeDisk()
  tab = disk.openTab()
  bench = workbench(tab)
})

/** Zeros with something at both ends and in the middle. */
const content = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  for (const at of [0, size >> 1, size - 1]) bytes[at] = 0xa5
  return bytes
}
const keep = (name: string, size = 1000, from = bench) =>
  from.keep(new Blob([content(size)]), GIVEN, name, {})

const expectContent = (name: string, size: number) =>
  expect(Buffer.compare(disk.read(IMAGES, name), content(size))).toBe(0)
const namesOf = async (from = bench) => (await from.list()).map(({ name }) => name)
const isEmpty = () => disk.names(IMAGES).length + disk.names(IMPORTS).length === 0

/** Fails the operation of that number, from 1, of those of its kind. */
function failAt(number: number, kind: string, error: string): void {
  let count = 0
  tab.before = (operation) => {
    if (operation === kind && ++count === number) throw new DOMException('from the test', error)
  }
}

describe('keeps', () => {
  test('the whole file, and lists it with its size and its time', async () => {
    const size = 20 * MIB + 5
    const image = await keep('disk.vhdx', size)
    expect(image).toMatchObject({ name: 'disk.vhdx', size })
    expectContent('disk.vhdx', size)
    expect(await bench.list()).toEqual([image])
    expect(disk.names(IMPORTS)).toEqual([])
  })

  test('what is flushed before it counts as kept', async () => {
    await keep('disk.vhdx')
    disk.losePower()
    expectContent('disk.vhdx', 1000)
  })

  test('each image under a name of its own, the newest first in the list', async () => {
    for (let i = 0; i < 3; i++) await keep('disk.vhdx')
    await keep('a/b.vhdx')
    expect(await namesOf()).toEqual(['a_b.vhdx', 'disk (3).vhdx', 'disk (2).vhdx', 'disk.vhdx'])
  })

  test('zeros as holes', async () => {
    const writes: string[] = []
    tab.before = (operation) => writes.push(operation)
    await bench.keep(new Blob([new Uint8Array(40 * MIB)]), GIVEN, 'disk.vhdx', {})
    expect(writes).toEqual(['create', 'create', 'truncate', 'flush', 'remove'])
    expect((await bench.file('disk.vhdx')).size).toBe(40 * MIB)
  })

  test('tells how far it is, in bytes', async () => {
    const seen: number[] = []
    const onProgress = (done: number, total: number) => seen.push(done / total)
    await bench.keep(new Blob([content(20 * MIB)]), GIVEN, 'disk.vhdx', { onProgress })
    expect(seen).toEqual([0.4, 0.8, 1])
  })

  test('two images of one name at the same time', async () => {
    const other = workbench(disk.openTab())
    await Promise.all([keep('disk.vhdx'), keep('disk.vhdx', 500, other), keep('disk.vhdx')])
    expect(new Set(await namesOf())).toEqual(
      new Set(['disk.vhdx', 'disk (2).vhdx', 'disk (3).vhdx']),
    )
  })
})

test('says so where another tab is stuck with the names, after a while', async () => {
  await keep('disk.vhdx')
  const stuck = disk.openTab()
  void stuck.locks.request('workbench', () => new Promise(() => {}))
  vi.useFakeTimers()
  try {
    const failed = infoOf(bench.list())
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await failed).toMatchObject({ code: 'in-use', about: 'workbench' })
  } finally {
    vi.useRealTimers()
  }
})

describe('leaves nothing behind', () => {
  test.each([
    ['the room for all of it', 1, 'truncate'],
    ['the second piece', 2, 'write'],
    ['the flush', 1, 'flush'],
    ['the note of the import', 1, 'create'],
    ['the file', 2, 'create'],
  ])('where there is no room for %s', async (_, number, kind) => {
    failAt(number, kind, 'QuotaExceededError')
    expect(await infoOf(keep('disk.vhdx', 20 * MIB))).toMatchObject({ code: 'no-space' })
    expect(isEmpty()).toBe(true)
    tab.before = () => {}
    expect(await keep('disk.vhdx')).toMatchObject({ name: 'disk.vhdx' })
  })

  test('and says what is needed, and what the browser offers where that is less', async () => {
    failAt(1, 'truncate', 'QuotaExceededError')
    const large = await infoOf(keep('disk.vhdx', 20 * MIB))
    expect(large).toMatchObject({ code: 'no-space' })
    expect(large.message).toContain('needs 20 MiB')
    expect(large.message).toContain('offers about 2 MiB')
    failAt(1, 'truncate', 'QuotaExceededError')
    expect((await infoOf(keep('disk.vhdx', MIB))).message).not.toContain('offers')
  })

  test('where the disk is full, and Firefox says so in its own words', async () => {
    const words = '[Exception... "NS_ERROR_FILE_NO_DEVICE_SPACE" nsresult: "0x80520010"]'
    tab.before = (operation) => {
      if (operation === 'write') throw new Error(words)
    }
    const full = await infoOf(keep('disk.vhdx', MIB))
    expect(full).toMatchObject({ code: 'no-space' })
    expect(full.message).not.toContain('NS_ERROR')
    expect(isEmpty()).toBe(true)
  })

  test('where writing fails in another way', async () => {
    failAt(1, 'write', 'InvalidStateError')
    expect(await infoOf(keep('disk.vhdx'))).toMatchObject({ code: 'internal' })
    expect(isEmpty()).toBe(true)
  })

  test('of a file that cannot be read to its end', async () => {
    const file = new Blob([content(20 * MIB)])
    const torn = {
      size: file.size,
      slice: (start: number, end: number) =>
        start === 0
          ? file.slice(start, end)
          : {
              size: 1,
              arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')),
            },
    } as Blob
    expect(await infoOf(bench.keep(torn, GIVEN, 'disk.vhdx', {}))).toMatchObject({
      code: 'file-changed',
    })
    expect(isEmpty()).toBe(true)
  })

  test('of a file that has gone, which has no bytes in Chromium', async () => {
    const gone = Object.assign(new Blob([]), {
      arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError')),
    })
    expect(await infoOf(bench.keep(gone, GIVEN, 'disk.vhdx', {}))).toMatchObject({
      code: 'file-missing',
    })
    expect(isEmpty()).toBe(true)
  })

  test('when it is cancelled', async () => {
    const abort = new AbortController()
    const run = { signal: abort.signal, onProgress: () => abort.abort() }
    const error = await failureOf(
      bench.keep(new Blob([content(20 * MIB)]), GIVEN, 'disk.vhdx', run),
    )
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(isEmpty()).toBe(true)
  })

  test('when its tab dies at any point: the next listing sees the whole image or removes it', async () => {
    let points = 0
    for (let point = 1, isDone = false; !isDone; point++) {
      disk = new FakeDisk()
      const dying = disk.openTab()
      let count = 0
      dying.before = () => {
        if (++count === point) dying.kill()
      }
      const kept = await keep('disk.vhdx', 10 * MIB, workbench(dying)).catch(() => undefined)
      isDone = kept !== undefined
      const names = await namesOf(workbench(disk.openTab()))
      expect(disk.names(IMPORTS)).toEqual([])
      expect(disk.names(IMAGES)).toEqual(names)
      if (names.length > 0) expectContent('disk.vhdx', 10 * MIB)
      expect(names.length).toBe(isDone ? 1 : 0)
      points = point
    }
    expect(points).toBeGreaterThan(5)
  })
})

describe('another tab', () => {
  /** Starts an import, and holds it in the middle until it is told to go on. */
  function startImport() {
    let goOn = (): void => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const file = new Blob([content(20 * MIB)])
    const slow = {
      size: file.size,
      slice: (start: number, end: number) => {
        const piece = file.slice(start, end)
        const arrayBuffer = () => held.then(() => piece.arrayBuffer())
        return start === 0 ? piece : { size: piece.size, arrayBuffer }
      },
    } as Blob
    return { kept: bench.keep(slow, GIVEN, 'disk.vhdx', {}), goOn }
  }

  test('neither sees nor removes what is being imported', async () => {
    const other = workbench(disk.openTab())
    const { kept, goOn } = startImport()
    await keep('first.vhdx', 10, other)
    expect(await namesOf(other)).toEqual(['first.vhdx'])
    expect(disk.names(IMAGES)).toContain('disk.vhdx')
    goOn()
    await kept
    expect(await namesOf(other)).toEqual(['disk.vhdx', 'first.vhdx'])
  })

  test('removes what a tab has left that cannot remove it', async () => {
    failAt(2, 'write', 'QuotaExceededError')
    const fail = tab.before
    tab.before = (operation) => {
      if (operation === 'remove') throw new DOMException('', 'InvalidStateError')
      fail(operation)
    }
    expect(await infoOf(keep('disk.vhdx', 20 * MIB))).toMatchObject({ code: 'no-space' })
    expect(await namesOf()).toEqual([])
    expect(disk.names(IMAGES)).toEqual(['disk.vhdx'])
    expect(await namesOf(workbench(disk.openTab()))).toEqual([])
    expect(isEmpty()).toBe(true)
  })

  test('that writes to an image keeps it from being changed and deleted', async () => {
    await keep('disk.vhdx')
    const other = workbench(disk.openTab())
    await other.change('disk.vhdx', async () => {
      for (const call of [bench.remove('disk.vhdx'), bench.change('disk.vhdx', async () => {})]) {
        const { code, message } = await infoOf(call)
        expect(code).toBe('in-use')
        expect(message).toContain('Another tab is writing to “disk.vhdx”')
      }
    })
    await bench.remove('disk.vhdx')
    expect(isEmpty()).toBe(true)
  })
})

test('gives an image back that a failed change has held', async () => {
  await keep('disk.vhdx')
  const change = bench.change('disk.vhdx', () => Promise.reject(new Error('of the change')))
  await expect(change).rejects.toThrow('of the change')
  expect(await bench.change('disk.vhdx', async (file) => file.size)).toBe(1000)
})

test('says that an image is no longer there', async () => {
  const calls = [bench.file('x'), bench.remove('x'), bench.change('x', async () => {})]
  for (const call of calls) expect(await infoOf(call)).toMatchObject({ code: 'file-missing' })
})

test.each([
  ['has none', {}],
  [
    'refuses it',
    {
      storage: {
        getDirectory: () => Promise.reject(new DOMException('', 'SecurityError')),
        estimate: async () => ({}),
      },
      locks: new FakeDisk().openTab().locks,
    },
  ],
])('says that there is no workbench where the browser %s', async (_, platform) => {
  const { code, message } = await infoOf(workbench(platform).list())
  expect(code).toBe('no-permission')
  expect(message).toContain('there is no workbench')
})
