import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ourReplay, REPLAY_IDS } from '../../testing/our-replay.ts'
import { KIB, MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { SLOT_KINDS } from '../log/log.ts'
import { SAMPLE_IDS, type SampleId } from './sample-id.ts'
import { buildSample } from './samples.ts'

const open = async (id: SampleId) =>
  (await surveyBlocks(await inspect(buildSample(id).source, REPLAY_IDS))).inspection

test.each(SAMPLE_IDS)(
  'the sample %s is small, and without faults once it is replayed',
  async (id) => {
    const { source } = buildSample(id)
    expect(source.size).toBeLessThanOrEqual(16 * MIB)
    const { file, refusal } = await ourReplay(buildSample(id).source)
    const { inspection } = await surveyBlocks(await inspect(file, REPLAY_IDS))
    const rules = inspection.findings.filter(({ state }) => state !== 'log').map(({ rule }) => rule)
    expect(rules).toEqual([])
    if (!refusal) expect(inspection.outcome).toBe('clean')
  },
)

/** Fixtures, screenshots and the numbers of other tests come from them. */
const SHA256: Readonly<Record<SampleId, string>> = {
  clean: 'cf82d57c9b2b6ba534b203ea44b1281e2eaeb8ad270c995a7ef93e0b0c14e94e',
  dirty: '2936c67d9b27bf67a8e4981b9b002669e69c59ac63958bb95e58c346e74a6e8f',
  torn: 'ce6c4968edc4b3dfe1b0f5e25fbea103a304a5bb3e1ee873840012c82e307036',
  truncated: '37a9f9937bb32a59ad09da79c7558a83dcbe870ba7b72f53d3e7246dae8657aa',
  wrapped: '815e9eb94edd0edd2ff7bd902ec480243ce45f705644caee8ab6ba97e04cb282',
  full: '71101bdddcb5c3f1fb0d20521a7bc27ab6a39100b83d3a5bf6ce2cb770560c5b',
  differencing: '48929d30d7e6f561fdc8cf38b437a3658ab9033f90674dc6fc9d2f6babc05349',
}

test.each(SAMPLE_IDS)('the sample %s has the bytes that it always had', (id) => {
  const bytes = buildSample(id).source.toBytes()
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(SHA256[id])
})

test('the dirty sample has every kind of slot, and changes of every kind', async () => {
  const { log, update, findings } = await open('dirty')
  const kinds = new Set([...(log?.slots ?? [])].map((slot) => SLOT_KINDS[slot]))
  expect([...kinds].sort()).toEqual([...SLOT_KINDS].sort())
  expect(update?.changes.map(({ structure }) => structure)).toEqual(
    expect.arrayContaining(['bat', 'metadata']),
  )
  expect(update?.sizeAfter).toBeGreaterThan(update?.sizeBefore ?? Number.NaN)
  expect(findings.map(({ rule }) => rule)).toContain('replay.duplicate-target')
})

test('the torn sample leaves the newest entry out', async () => {
  const { log } = await open('torn')
  expect(log?.entryCounts).toEqual({ active: 3, superseded: 0, stale: 0, invalid: 1 })
})

test('the wrapped sample has an entry that is split over the end of the ring', async () => {
  const { log } = await open('wrapped')
  expect(log?.active?.positions).toContain(MIB - 4 * KIB)
  expect(log?.active?.head).toBeLessThan(log?.active?.tail ?? 0)
})

test('the full sample fills the log, from a place that is not its start', async () => {
  const { log } = await open('full')
  expect(new Set(log?.slots)).toEqual(new Set([SLOT_KINDS.indexOf('active')]))
  expect(log?.active?.tail).toBeGreaterThan(0)
})
