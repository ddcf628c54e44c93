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

test('the dirty sample has every kind of slot, and changes of every kind', async () => {
  const { log, replay, findings } = await open('dirty')
  const kinds = new Set([...(log?.slots ?? [])].map((slot) => SLOT_KINDS[slot]))
  expect([...kinds].sort()).toEqual([...SLOT_KINDS].sort())
  expect(replay?.changes.map(({ structure }) => structure)).toEqual(
    expect.arrayContaining(['bat', 'metadata']),
  )
  expect(replay?.sizeAfter).toBeGreaterThan(replay?.sizeBefore ?? Number.NaN)
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
