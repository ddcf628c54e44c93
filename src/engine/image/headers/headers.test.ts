import { describe, expect, test } from 'vitest'
import { counting } from '../../../testing/counting-source.ts'
import { plainDisk } from '../../../testing/marks.ts'
import { guid, NIL_GUID } from '../../bytes/guid.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { buildImage } from '../../compose/build-image.ts'
import type { Finding } from '../../findings/finding.ts'
import { severityOf } from '../../findings/finding.ts'
import type { Header } from '../../format/header.ts'
import { KIB } from '../../format/layout.ts'
import { type Headers, readHeaders } from './headers.ts'

const A = guid('aaaaaaaa-0000-4000-8000-000000000001')
const B = guid('bbbbbbbb-0000-4000-8000-000000000002')
const MAXIMUM = 2n ** 64n - 1n

/** A plain disk has sequence numbers 7 and 8, and is clean. */
const read = (first: Partial<Header>, second: Partial<Header>): Promise<Headers> =>
  readHeaders(buildImage({ ...plainDisk, headers: [first, second] }))

const all = ({ copies, findings }: Headers): readonly Finding[] => [
  ...copies.flatMap((copy) => copy.findings),
  ...findings,
]
const rulesOf = (headers: Headers) => all(headers).map(({ rule }) => rule)

describe('the current header', () => {
  test.each<[string, Partial<Header>, Partial<Header>, Headers['choice'], number | undefined]>([
    ['has the greater number', {}, {}, 'greater-sequence-number', 2],
    ['may be the first', { sequenceNumber: 9n }, {}, 'greater-sequence-number', 1],
    [
      'is told by all 64 bits',
      { sequenceNumber: 2n ** 53n + 1n },
      { sequenceNumber: 2n ** 53n },
      'greater-sequence-number',
      1,
    ],
    ['is the only valid one', {}, { checksum: 1 }, 'only-valid', 1],
    ['needs its signature', { signature: 'dead' }, {}, 'only-valid', 2],
    ['is the first of twins', { sequenceNumber: 8n }, {}, 'identical', 1],
    [
      'is none of two that differ under one number',
      { sequenceNumber: 8n, dataWriteGuid: A },
      {},
      'equal-but-different',
      undefined,
    ],
    ['is none of two broken ones', { checksum: 1 }, { checksum: 1 }, 'none-valid', undefined],
  ])('%s', async (_, first, second, choice, current) => {
    const headers = await read(first, second)
    expect(headers.choice).toBe(choice)
    expect(headers.current?.copy).toBe(current)
    expect(headers.copies.map((copy) => copy.current)).toEqual([current === 1, current === 2])
  })

  test('may differ from its twin in a reserved byte only, and then is none', async () => {
    const reserved = new Uint8Array(4016)
    reserved[4015] = 1
    const headers = await read({ sequenceNumber: 8n, reserved }, {})
    expect(headers.choice).toBe('equal-but-different')
  })
})

test('a copy keeps its values, right or wrong', async () => {
  const { copies } = await read({ checksum: 0x12345678 }, {})
  expect(copies[0]).toMatchObject({
    at: { offset: 64 * KIB, length: 4096 },
    signature: true,
    valid: false,
    checksum: { stored: 0x12345678 },
    values: { sequenceNumber: 7n },
  })
  expect(copies[1]).toMatchObject({ at: { offset: 128 * KIB }, valid: true, current: true })
})

test('a file that ends before the headers has none', async () => {
  const headers = await readHeaders(new MemoryFile(new Uint8Array(64 * KIB + 4095)))
  expect(headers.copies.map(({ values, checksum }) => [values, checksum])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ])
  expect(rulesOf(headers)).toEqual(['header.none-valid'])
})

test('only the headers themselves are read', async () => {
  const source = counting(buildImage(plainDisk))
  await readHeaders(source)
  expect(source.bytesRead).toBe(8192)
})

describe('findings', () => {
  test('a good pair has none', async () => {
    expect(rulesOf(await read({}, {}))).toEqual([])
  })

  test('a broken header is an error, two are fatal', async () => {
    const one = await read({ signature: '\0\x01ad' }, {})
    expect(all(one)).toEqual([
      {
        rule: 'header.signature',
        at: { offset: 64 * KIB, length: 4 },
        values: { copy: 1, found: '\0\x01ad' },
      },
    ])
    const both = await read({ checksum: 5 }, { checksum: 6 })
    expect(rulesOf(both)).toEqual(['header.checksum', 'header.checksum', 'header.none-valid'])
    expect(all(both)[1]?.values).toMatchObject({ copy: 2, stored: 6 })
  })

  test('version and log version count in the current header only', async () => {
    expect(rulesOf(await read({ version: 2, logVersion: 3 }, {}))).toEqual([])
    expect(all(await read({}, { version: 2 }))).toMatchObject([
      { rule: 'header.version', values: { version: 2 }, at: { offset: 128 * KIB + 66, length: 2 } },
    ])
  })

  test('a log version that nobody knows is fatal only where there is a log to replay', async () => {
    const clean = await read({}, { logVersion: 7 })
    expect(all(clean).map((found) => [found.rule, severityOf(found)])).toEqual([
      ['header.log-version', 'warning'],
    ])
    const dirty = await read({ logGuid: A }, { logGuid: A, logVersion: 7 })
    expect(all(dirty).map((found) => [found.rule, severityOf(found)])).toEqual([
      ['header.log-version', 'fatal'],
    ])
  })

  test('the pair is compared only where both are valid', async () => {
    const different = { sequenceNumber: 1n, logGuid: A, dataWriteGuid: B, logLength: 0 }
    expect(rulesOf(await read({ ...different, checksum: 1 }, {}))).toEqual(['header.checksum'])
    expect(rulesOf(await read(different, {}))).toEqual([
      'header.sequence-gap',
      'header.log-place-differs',
      'header.log-guid-differs',
      'header.fallback-would-replay',
      'header.data-write-guid-differs',
    ])
  })

  test('a lost current header would bring back an old log only if the other one names one', async () => {
    const back = await read({ logGuid: A }, { logGuid: NIL_GUID })
    expect(all(back)).toMatchObject([
      { rule: 'header.log-guid-differs', values: { guid1: A, guid2: NIL_GUID } },
      {
        rule: 'header.fallback-would-replay',
        values: { copy: 2, logGuid: A },
        at: { offset: 64 * KIB + 48, length: 16 },
      },
    ])
    expect(rulesOf(await read({ logGuid: A }, { logGuid: B }))).toContain(
      'header.fallback-would-replay',
    )
    expect(rulesOf(await read({ logGuid: NIL_GUID }, { logGuid: B }))).toEqual([
      'header.log-guid-differs',
    ])
  })

  test('both GUIDs of writing must be set in the current header', async () => {
    const nil = { fileWriteGuid: NIL_GUID, dataWriteGuid: NIL_GUID }
    expect(all(await read(nil, nil)).map(({ values }) => values)).toEqual([
      { copy: 2, field: 'FileWriteGuid' },
      { copy: 2, field: 'DataWriteGuid' },
    ])
  })

  test('a replay needs four more sequence numbers', async () => {
    const at = (last: bigint) => read({ sequenceNumber: last - 1n }, { sequenceNumber: last })
    expect(rulesOf(await at(MAXIMUM - 4n))).toEqual([])
    expect(rulesOf(await at(MAXIMUM - 3n))).toEqual(['header.sequence-near-maximum'])
    expect(rulesOf(await at(MAXIMUM))).toEqual(['header.sequence-near-maximum'])
  })
})
