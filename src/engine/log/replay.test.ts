/** What a replay does, step by step, and the size that it leaves. */
import { describe, expect, test } from 'vitest'
import {
  currentHeader,
  planOf,
  SMALL_IDS,
  SMALL_SECTORS,
  SMALL_SIZE,
  smallImage,
  smallPlan,
  writing,
} from '../../testing/small-image.ts'
import { clear, fill, type SmallEntry } from '../../testing/small-log.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import type { Header } from '../format/header.ts'
import { KIB, MIB, TIB } from '../format/layout.ts'
import { readHeaders } from '../image/headers/headers.ts'
import { applyTo } from '../update/apply.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { stepsUpTo } from './replay.ts'

/** Behind the log. */
const FREE = 512 * KIB

/** "1" and "2" for headers, letters a, b, … for descriptors by their index, "+" for an extension, "|" for a barrier. */
const order = (steps: readonly Step[]): string =>
  steps
    .map((step) => {
      if (step.kind === 'flush') return '|'
      if (step.cause.kind === 'header') return step.cause.copy
      if (step.cause.kind === 'descriptor') return String.fromCharCode(97 + step.cause.index)
      return step.cause.kind === 'last-file-offset' ? '+' : '?'
    })
    .join('')

describe('the steps of a replay', () => {
  test('are: headers, descriptors in order, extension, barrier, headers', async () => {
    const updates = [fill(0x80000n, 1), clear(0x81000n, 4096n), fill(0x82000n, 2)]
    const { steps } = await smallPlan([{ updates, lastFileOffset: 2n << 20n }])
    expect(order(steps)).toBe('1|2|abc+|1|2|')
  })

  test('begin at the tail of the head and go on in the order of the entries, across the end of the ring', async () => {
    const { writes, steps } = await smallPlan([
      { sector: 12, ...writing(fill(0x80000n, 9)) },
      { ...writing(fill(0x80000n, 1)) },
      { ...writing(fill(0x80000n, 2)), tail: 14 },
      { ...writing(fill(0x80000n, 3)), tail: 14 },
    ])
    const causes = writes.map(({ cause }) => cause.kind === 'descriptor' && cause.entry / 4096)
    expect(causes).toEqual([14, 0, 2])
    expect(order(steps)).toBe('1|2|aaa+|1|2|')
  })

  test('leave out a zero descriptor without length', async () => {
    const { steps } = await smallPlan([writing(clear(0x80000n, 0n), fill(0x80000n, 1))])
    expect(order(steps)).toBe('1|2|b+|1|2|')
  })

  test('do not extend a file that is long enough', async () => {
    expect(order((await smallPlan([{ lastFileOffset: BigInt(SMALL_SIZE) }])).steps)).toBe(
      '1|2||1|2|',
    )
    const grown = await smallPlan([{ updates: [fill(2n << 20n, 1)], lastFileOffset: 2n << 20n }])
    expect(order(grown.steps)).toBe('1|2|a|1|2|')
  })

  test('put a new FileWriteGuid into both headers, then an empty LogGuid, and leave DataWriteGuid', async () => {
    const image = await smallImage(SMALL_SECTORS, [{}], { fileSize: SMALL_SIZE })
    const before = await currentHeader(image)
    const { steps } = await smallPlan([{}])
    const opened = preview(image, steps.slice(0, 4))
    expect(
      (await readBoth(opened)).map(({ fileWriteGuid, logGuid }) => [fileWriteGuid, logGuid]),
    ).toEqual([
      [SMALL_IDS.fileWriteGuid, before.values.logGuid],
      [SMALL_IDS.fileWriteGuid, before.values.logGuid],
    ])
    const closed = await readBoth(preview(image, steps))
    for (const values of closed) {
      expect(values).toMatchObject({
        fileWriteGuid: SMALL_IDS.fileWriteGuid,
        dataWriteGuid: before.values.dataWriteGuid,
        logGuid: NIL_GUID,
      })
    }
    expect(closed.map(({ sequenceNumber }) => sequenceNumber)).toEqual([10n, 11n])
  })
})

describe('the size after a replay is the greatest of', () => {
  const sizeOf = async (entry: SmallEntry, fileSize?: number): Promise<number> => {
    const { sizeBefore, sizeAfter } = await smallPlan([entry], fileSize)
    expect(sizeBefore).toBe(fileSize ?? SMALL_SIZE)
    return sizeAfter
  }

  test('the size before', async () => {
    expect(await sizeOf({}, SMALL_SIZE + 512)).toBe(SMALL_SIZE + 512)
  })
  test('the end of every write', async () => {
    expect(await sizeOf({ updates: [fill(5n << 20n, 1), fill(0x80000n, 1)] })).toBe(5 * MIB + 4096)
  })
  test('the end of every zero run', async () => {
    expect(await sizeOf({ updates: [clear(0x80000n, BigInt(TIB))] })).toBe(512 * KIB + TIB)
  })
  test('LastFileOffset of the head', async () => {
    const tail = { lastFileOffset: 9n << 20n }
    expect(await sizeOf({ lastFileOffset: 3n << 20n })).toBe(3 * MIB)
    expect((await smallPlan([tail, { tail: 0, lastFileOffset: 3n << 20n }])).sizeAfter).toBe(
      3 * MIB,
    )
  })
})

test('a run of 1 TiB of zeros is planned at once and shown without being made', async () => {
  const image = await smallImage(SMALL_SECTORS, [writing(clear(8n << 20n, BigInt(TIB)))], {
    fileSize: SMALL_SIZE,
  })
  const planned = await planOf(image)
  const view = preview(image, planned?.steps ?? [])
  expect(view.size).toBe(64 * TIB)
  expect(await view.read(TIB, 16)).toEqual(new Uint8Array(16))
})

test('the first entries alone are steps without headers, all of them with the extension', async () => {
  const planned = await smallPlan([
    { updates: [fill(0x80000n, 1), fill(0x81000n, 1)], lastFileOffset: 2n << 20n },
    { updates: [fill(0x82000n, 1)], tail: 0, lastFileOffset: 2n << 20n },
  ])
  expect([0, 1, 2, 3].map((count) => order(stepsUpTo(planned, count)))).toEqual([
    '',
    'ab',
    'aba+',
    'aba+',
  ])
})

test('the second replay of a file finds nothing to do', async () => {
  const image = await smallImage(SMALL_SECTORS, [writing(fill(BigInt(FREE), 1))], {
    fileSize: SMALL_SIZE,
  })
  const planned = await planOf(image)
  // Without the 64 TiB, which no memory has.
  await applyTo(
    image,
    (planned?.steps ?? []).filter(({ kind }) => kind !== 'extend'),
  )
  expect((await image.read(FREE, 4096)).every((byte) => byte === 1)).toBe(true)
  expect(await planOf(image)).toBeUndefined()
})

async function readBoth(source: Parameters<typeof readHeaders>[0]): Promise<Header[]> {
  const { copies } = await readHeaders(source)
  return copies.map(({ values }) => values).filter((values) => values !== undefined)
}
