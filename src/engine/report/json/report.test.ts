import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { mutationTargets } from '../../../testing/mutation-targets.ts'
import { mutate, mutation } from '../../../testing/mutations.ts'
import { cases } from '../../../testing/thorough.ts'
import type { ByteSource } from '../../bytes/byte-source.ts'
import { guid } from '../../bytes/guid.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { SAMPLE_IDS } from '../../compose/sample-id.ts'
import { buildSample } from '../../compose/samples.ts'
import { assembleChain } from '../../disk/chain/assemble-chain.ts'
import { reportChain } from '../../disk/chain/chain-report.ts'
import { chainFileOf } from '../../disk/chain/inspected-file.ts'
import { inspect } from '../../inspect/inspect.ts'
import { surveyBlocks } from '../../inspect/survey.ts'
import { renderReport } from '../render-report.ts'
import { readHistoryReport } from './history-report.ts'
import { makeReport } from './report.ts'
import { reportSchema } from './report-schema.ts'

const SCHEMA = new URL('../../../../public/report-v1.schema.json', import.meta.url)
const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')),
)
const FACTS = { toolVersion: '0.1.0', made: '2026-11-22T12:00:00Z', fileName: 'a.vhdx' }
const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }

async function reportOf(source: ByteSource) {
  const inspected = await surveyBlocks(await inspect(source, IDS))
  const history = await readHistoryReport(inspected)
  const report = makeReport(inspected, FACTS, { history })
  return JSON.parse(JSON.stringify(report))
}

test.each(SAMPLE_IDS)('the report of the sample "%s" obeys its schema', async (id) => {
  const report = await reportOf(buildSample(id).source)
  expect(validate(report) || validate.errors).toBe(true)
})

test.each([
  ['an empty file', 0],
  ['a file shorter than any structure', 100],
  ['a file of zeros', 2 ** 20],
])('the report of %s obeys its schema', async (_, size) => {
  const report = await reportOf(new MemoryFile(new Uint8Array(size)))
  expect(validate(report) || validate.errors).toBe(true)
  expect(report).toMatchObject({ outcome: 'not-vhdx', log: null, replay: null, after: null })
})

test('hashes and evidence are in a report as they were made, and obey its schema', async () => {
  const inspected = await inspect(buildSample('dirty').source, IDS)
  const finished = '2026-11-22T12:00:00.123Z'
  const about = { algorithm: 'sha256', hex: 'ab'.repeat(32), size: 5, finished } as const
  const part = { part: 'log', ranges: [{ offset: 5, length: 7 }], rangeCount: 1, bytes: 7 } as const
  const record = (hex: string) => ({
    finished,
    size: 5,
    sha256: hex.repeat(32),
    parts: [{ ...part, sha256: hex.repeat(32) }],
  })
  const made = (parts: Parameters<typeof makeReport>[2]) => {
    const report = JSON.parse(JSON.stringify(makeReport(inspected, FACTS, parts)))
    expect(validate(report) || validate.errors).toBe(true)
    return report
  }
  const hashes = [
    { ...about, state: 'before' } as const,
    { ...about, state: 'after', ...IDS } as const,
  ]
  const opened = record('aa')
  const report = made({ hashes, source: { mode: true, opened, again: record('aa') } })
  expect(report.hashes).toEqual(hashes)
  expect(report.evidence).toEqual({ mode: true, opened, again: opened, same: true })
  expect(report.notChecked.join()).not.toContain('no hash')
  const differs = made({ source: { mode: true, opened, again: record('bb') } })
  expect(differs.evidence).toMatchObject({ same: false })
  expect(differs).not.toHaveProperty('hashes')
  const problem = 'It is gone.'
  expect(made({ source: { mode: false, opened, again: { finished, problem } } }).evidence).toEqual({
    mode: false,
    opened,
    again: null,
    same: null,
    problem,
    failed: finished,
  })
  // A hash of the copy alone says nothing of the source.
  const copied = made({
    hashes: hashes.slice(1),
    source: { mode: false, opened, again: undefined },
  })
  expect(copied.notChecked.join()).toContain('no hash')
})

test('what was made of the file while it was open is in its report', async () => {
  const inspected = await inspect(buildSample('dirty').source, IDS)
  const written = [
    {
      kind: 'vhdx',
      name: 'a.vhdx',
      size: 5,
      finished: '2026-11-22T12:00:00.123Z',
      hash: { algorithm: 'blake3', hex: 'ab'.repeat(32) },
      unreadableBytes: 7,
      dropped: { bytes: 8192, count: 2, places: [{ offset: 4096, length: 4096 }] },
    },
    {
      kind: 'skeleton',
      name: 'a.skeleton.gz',
      size: 6,
      finished: '2026-11-22T12:00:01.123Z',
      isDownload: true,
      unreadableBytes: 0,
    },
  ] as const
  const report = JSON.parse(JSON.stringify(makeReport(inspected, FACTS, { written })))
  expect(validate(report) || validate.errors).toBe(true)
  expect(report.written).toEqual(written)
  expect(makeReport(inspected, FACTS, { written: [] })).not.toHaveProperty('written')
  const document = renderReport(report, 'markdown')
  expect(document).toContain('## Files made of it')
  expect(document).toContain('a skeleton; a download, not read back')
  expect(document).toContain('8,192 bytes in 2 places of the disk, of which the first 1 are listed')
})

test('a report with a chain obeys its schema', async () => {
  const inspected = await inspect(buildSample('differencing').source, IDS)
  const child = chainFileOf('child', inspected)
  const given = ['clean', 'dirty'] as const
  const others = await Promise.all(
    given.map(async (id) => chainFileOf(id, await inspect(buildSample(id).source, IDS))),
  )
  for (const files of [[], others]) {
    const report = makeReport(inspected, FACTS, {
      chain: reportChain(assembleChain(child, files)),
    })
    const plain = JSON.parse(JSON.stringify(report))
    expect(validate(plain) || validate.errors).toBe(true)
    expect(plain.chain).toMatchObject({ complete: files.length > 0 })
  }
  expect(await reportOf(buildSample('differencing').source)).not.toHaveProperty('chain')
})

test('the report of a damaged image is one of its definition as well', async () => {
  const bases = await Promise.all(
    SAMPLE_IDS.map(async (id) => {
      const image = buildSample(id).source
      return { image, targets: await mutationTargets(image) }
    }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...bases),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      async ({ image, targets }, mutations) => {
        const file = image.clone()
        for (const each of mutations) await mutate(file, targets, each)
        const report = await reportOf(file)
        expect(safeParse(reportSchema, report).issues).toBeUndefined()
        expect(validate(report) || validate.errors).toBe(true)
      },
    ),
    { numRuns: cases(50) },
  )
})

test('the schema refuses a report whose 64-bit values are numbers', async () => {
  const report = await reportOf(buildSample('dirty').source)
  report.log.offset = 1048576
  expect(validate(report)).toBe(false)
})

test('keeps sequence numbers above 2^53 exactly, as decimal strings', async () => {
  const report = await reportOf(buildSample('wrapped').source)
  const numbers = report.log.entries.map((entry: { sequenceNumber: string }) =>
    BigInt(entry.sequenceNumber),
  )
  expect(report.log.active.lastSequenceNumber).toBe(
    numbers.reduce((a: bigint, b: bigint) => (a > b ? a : b)).toString(),
  )
})

test('depends on nothing but the file and the facts it is given', async () => {
  const one = await reportOf(buildSample('dirty').source)
  expect(await reportOf(buildSample('dirty').source)).toEqual(one)
})
