import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { endOf } from '../bytes/ranges.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { MIB } from '../format/layout.ts'
import { compareEvidence, type EvidenceRecord, evidenceRanges } from './evidence.ts'
import { inspect } from './inspect.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }

const rangesOf = async (description: ImageDescription) =>
  Object.fromEntries(
    evidenceRanges(await inspect(buildImage(description), IDS)).map(({ part, ranges }) => [
      part,
      ranges,
    ]),
  )

const zeros = (fileOffset: number, length: number) =>
  ({ kind: 'zero', fileOffset: BigInt(fileOffset), length: BigInt(length) }) as const

test('the header section is there in parts, without a gap', async () => {
  const parts = await rangesOf({ virtualDiskSize: MIB })
  const ranges = Object.entries(parts).flatMap(([part, list]) => (part === 'log' ? [] : list))
  expect(ranges[0]?.offset).toBe(0)
  ranges.forEach((range, i) => {
    expect(endOf(range)).toBe(ranges[i + 1]?.offset ?? MIB)
  })
  expect(parts).toMatchObject({ log: [{ offset: MIB, length: MIB }] })
  expect(parts).not.toHaveProperty('replayed-sectors')
})

test('what is replayed counts once, in order, as far as the file reaches', async () => {
  const parts = await rangesOf({
    virtualDiskSize: 2 ** 30,
    fileSize: 10 * MIB,
    log: {
      entries: [
        { updates: [zeros(9 * MIB, 8192), zeros(6 * MIB, 4096)] },
        { updates: [zeros(9 * MIB + 4096, 8192), zeros(10 * MIB - 4096, 2 * MIB)] },
        { updates: [zeros(12 * MIB, 4096)] },
      ],
    },
  })
  expect(parts['replayed-sectors']).toEqual([
    { offset: 6 * MIB, length: 4096 },
    { offset: 9 * MIB, length: 12288 },
    { offset: 10 * MIB - 4096, length: 4096 },
  ])
})

const record = (sha256: string, parts: Readonly<Record<string, string>>): EvidenceRecord => ({
  finished: '2026-11-22T12:00:00Z',
  size: 5,
  sha256,
  parts: Object.entries(parts).map(([part, hex]) => ({
    part: part as EvidenceRecord['parts'][number]['part'],
    ranges: [],
    rangeCount: 0,
    bytes: 0,
    sha256: hex,
  })),
})

test('two looks at a file are compared part by part', () => {
  const first = record('a', { log: 'x', 'header-1': 'y' })
  expect(compareEvidence(first, first)).toEqual({ same: true, parts: [] })
  const other = record('b', { log: 'x', 'header-1': 'z' })
  expect(compareEvidence(first, other)).toEqual({ same: false, parts: ['header-1'] })
  expect(compareEvidence(first, record('b', { log: 'x' })).parts).toEqual(['header-1'])
  expect(compareEvidence(first, { ...first, size: 6 })).toEqual({ same: false, parts: [] })
})
