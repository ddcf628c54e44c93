/** Each diagnosis with an image that is it, and one that looks like it and is not. */
import { describe, expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { BatChanges, ImageDescription } from '../compose/description.ts'
import { SAMPLE_IDS } from '../compose/sample-id.ts'
import { buildSample } from '../compose/samples.ts'
import type { SparseFile } from '../compose/sparse-file.ts'
import { MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { diagnose } from './diagnose.ts'
import type { Verdict } from './verdict.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }

const ofFile = async (file: SparseFile): Promise<Verdict> =>
  diagnose(await surveyBlocks(await inspect(file, IDS)))
const of = (description: ImageDescription): Promise<Verdict> => ofFile(buildImage(description))
const idsOf = ({ diagnoses }: Verdict) => diagnoses.map(({ id }) => id)

/** Blocks 0 to 3 at 4 to 7 MiB, each with data. */
const DISK = {
  virtualDiskSize: 16 * MIB,
  blocks: [0, 1, 2, 3].map((block) => ({ block, fill: block + 1 })),
} satisfies ImageDescription
const spoilt = { checksum: 1 }
const empty: BatChanges = Object.fromEntries([0, 1, 2, 3].map((i) => [i, { state: 'not-present' }]))

test('an image that is whole is sound, and says how it was closed', async () => {
  expect(await of(DISK)).toEqual({
    condition: 'sound',
    sentence: 'Closed cleanly. Nothing to replay.',
    diagnoses: [],
    checkedBlocks: true,
    notLooked: ['the partitions and file systems on the disk'],
    lines: [
      {
        area: 'log',
        tone: 'ok',
        sentence: 'Empty: the LogGuid of the current header is zero (§2.2.2).',
      },
      {
        area: 'structure',
        tone: 'ok',
        sentence: expect.stringMatching(
          /^In order: headers, tables, metadata and all \d+ blocks\.$/,
        ),
      },
      { area: 'guest', tone: 'unknown', sentence: 'Not looked at yet.' },
    ],
    volumeFindings: [],
  })
})

test.each(SAMPLE_IDS)('the sample “%s” is in the condition that it is meant for', async (id) => {
  const { condition, diagnoses } = await ofFile(buildSample(id).source)
  const expected = { truncated: 'damaged', differencing: 'incomplete' }[id as string] ?? 'sound'
  expect(condition).toBe(expected)
  expect(diagnoses.length).toBe(expected === 'sound' ? 0 : 1)
})

describe('cut off', () => {
  test('blocks past the end are one diagnosis, with what is lost of the disk', async () => {
    const verdict = await of({ ...DISK, fileSize: 5 * MIB + 4096 })
    expect(idsOf(verdict)).toEqual(['cut-off'])
    expect(verdict.condition).toBe('damaged')
    expect(verdict.sentence).toBe(
      'Cut off: 3 of 4 blocks (3 MiB − 4 KiB of the disk) lie past the end of the file. Otherwise closed cleanly.',
    )
    expect(verdict.diagnoses[0]?.loss).toMatchObject({
      bytes: 3 * MIB - 4096,
      ranges: [{ offset: MIB + 4096, length: 3 * MIB - 4096 }],
    })
  })

  test('a file whose last block is short because the disk ends in it is not', async () => {
    const disk = { virtualDiskSize: 3 * MIB + 512, blocks: [{ block: 3, fill: 1 }] }
    expect((await of({ ...disk, fileSize: 4 * MIB + 512 })).condition).toBe('sound')
    expect(idsOf(await of({ ...disk, fileSize: 4 * MIB + 511 }))).toEqual(['cut-off'])
  })

  test('a log that is ahead of the file says that nothing of the disk may be lost', async () => {
    const log = { entries: [{ flushedFileOffset: BigInt(64 * MIB) }] }
    const ahead = await of({ ...DISK, log })
    expect(idsOf(ahead)).toEqual(['host-full'])
    expect(ahead.sentence).toContain('The format forbids opening this file.')
    const cut = await of({ ...DISK, log, fileSize: 6 * MIB })
    expect(idsOf(cut)).toEqual(['cut-off'])
    expect(cut.diagnoses[0]?.loss?.bytes).toBe(2 * MIB)
  })
})

describe('a wiped table', () => {
  test('is one without blocks in a file that is full of data', async () => {
    const verdict = await of({ ...DISK, bat: empty })
    expect(idsOf(verdict)).toEqual(['bat-wiped'])
    expect(verdict.sentence).toContain('there are data in 4 MiB of the file that it does not name')
  })

  test('an empty disk has none, nor one with room at its end, nor one with a block left', async () => {
    expect((await of({ virtualDiskSize: 16 * MIB })).condition).toBe('sound')
    expect((await of({ virtualDiskSize: 16 * MIB, fileSize: 40 * MIB })).condition).toBe('sound')
    const { 0: _, ...rest } = empty
    expect((await of({ ...DISK, bat: rest })).condition).toBe('sound')
  })
})

test('blocks in one place, or where only the log may be, are claimed twice', async () => {
  const shared = await of({ ...DISK, bat: { 1: { state: 'fully-present', fileOffsetMB: 4 } } })
  expect(idsOf(shared)).toEqual(['bat-overlaps'])
  expect(shared.condition).toBe('damaged')
  const inLog = await of({ ...DISK, bat: { 1: { state: 'fully-present', fileOffsetMB: 1 } } })
  expect(inLog.diagnoses[0]?.sentences.join(' ')).toContain(
    'The log lies where something else does',
  )
  const beside = await of({
    ...DISK,
    bat: { 1: { state: 'fully-present', fileOffsetMB: 8 } },
    fileSize: 9 * MIB,
  })
  expect(beside.condition).toBe('sound')
})

test('entries that say nothing are told with what they cost', async () => {
  const verdict = await of({
    ...DISK,
    bat: { 1: { state: 'reserved-4' }, 2: { state: 'reserved-5' } },
  })
  expect(idsOf(verdict)).toEqual(['blocks-unreadable'])
  expect(verdict.diagnoses[0]?.loss).toMatchObject({ bytes: 2 * MIB, blocks: 2 })
})

test('one lost copy degrades an image, of which all can be read', async () => {
  for (const headers of [
    [spoilt, {}],
    [{}, spoilt],
  ] as const) {
    const verdict = await of({ ...DISK, headers })
    expect(idsOf(verdict)).toEqual(['copy-lost'])
    expect(verdict.condition).toBe('degraded')
    expect(verdict.sentence).toMatch(
      /^One copy of two is damaged: header [12]\. .* Otherwise closed cleanly\.$/,
    )
  }
})

test('both lost make it unreadable, and it is refused', async () => {
  const verdict = await of({ ...DISK, headers: [spoilt, spoilt] })
  expect(idsOf(verdict)).toEqual(['headers-lost'])
  expect(verdict.condition).toBe('unreadable')
})

test('a log that cannot be replayed leaves the disk as it is on disk', async () => {
  const entry = { updates: [], flips: [100] }
  const verdict = await of({ ...DISK, log: { entries: [entry] } })
  expect(idsOf(verdict)).toEqual(['log-lost'])
  expect(verdict.condition).toBe('damaged')
  expect(verdict.diagnoses[0]?.ways).toContainEqual(
    expect.objectContaining({ id: 'export-before', command: 'export IMAGE OUT --before' }),
  )
})

test('what was not looked at is not called checked', async () => {
  const image = buildImage({ virtualDiskSize: 2 ** 38, blocks: [{ block: 3 }] })
  const inspected = await inspect(image, IDS)
  expect((await diagnose(inspected)).checkedBlocks).toBe(false)
  expect((await diagnose(await surveyBlocks(inspected))).checkedBlocks).toBe(true)
})

test('a VHDX whose first bytes are damaged is one, and is read as if they were right', async () => {
  for (const first of ['conectix', 'PK\x03\x04', '\0\0\0\0\0\0\0\0']) {
    const file = buildImage(DISK)
    file.put(0, new TextEncoder().encode(first))
    const inspected = await surveyBlocks(await inspect(file, IDS))
    expect(inspected.inspection.outcome).toBe('refused')
    expect(inspected.inspection.before.census?.payload['fully-present']).toBe(4)
    const verdict = await diagnose(inspected)
    expect(idsOf(verdict)).toEqual(['identifier-damaged'])
    expect(verdict.sentence).toMatch(/^This is a VHDX whose first bytes are damaged/)
  }
})

test('what has no header that verifies either is no VHDX', async () => {
  const file = buildImage({ ...DISK, headers: [spoilt, spoilt] })
  file.put(0, new TextEncoder().encode('conectix'))
  expect(await ofFile(file)).toMatchObject({ condition: 'unreadable', diagnoses: [] })
})
