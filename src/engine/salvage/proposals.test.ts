/** What is proposed while somebody chooses: from the file, from what was set before, and each reason once. */
import { describe, expect, test } from 'vitest'
import { SALVAGED_BY } from '../../testing/patched-plans.ts'
import {
  BAT_AT,
  lostMetadata,
  lostTables,
  METADATA_AT,
  SALVAGED_DISK,
} from '../../testing/salvage-images.ts'
import { SALVAGE_IDS, surveyed } from '../../testing/salvaging.ts'
import type { SparseFile } from '../compose/sparse-file.ts'
import { KIB, MIB } from '../format/layout.ts'
import { proposeSalvage } from './plan-salvage.ts'
import { SALVAGE_WAYS, type SalvageWayId, settingsOf } from './salvage-words.ts'
import { choicesOf, type SalvageValue } from './value-words.ts'

type Values = Readonly<Record<string, string>>

const proposed = async (file: SparseFile, ways: readonly SalvageWayId[], set: Values = {}) =>
  proposeSalvage({
    inspected: await surveyed(file),
    choices: { ways, values: new Map(Object.entries(set)) },
    ids: SALVAGE_IDS,
    run: undefined,
  })

const valuesOf = (values: readonly SalvageValue[]): Values =>
  Object.fromEntries(values.map(({ name, value }) => [name, value]))

describe('what depends on what was set', () => {
  test('is proposed anew', async () => {
    const { values, refusal } = await proposed(lostMetadata(), ['metadata-anew'])
    expect(refusal).toBeUndefined()
    expect(valuesOf(values)).toMatchObject({ 'disk-size': '4MiB', kind: 'fixed' })
    const larger = await proposed(lostMetadata(), ['metadata-anew'], { 'block-size': '2MiB' })
    expect(valuesOf(larger.values)).toMatchObject({ 'disk-size': '8MiB', 'block-size': '2MiB' })
    const sized = await proposed(lostMetadata(), ['metadata-anew'], { 'disk-size': '9MiB' })
    expect(valuesOf(sized.values)).toMatchObject({ 'disk-size': '9MiB', kind: 'dynamic' })
  })

  test('is known as far as it goes where no plan can be made, with what has to be set', async () => {
    const { values, refusal } = await proposed(lostMetadata(), ['metadata-anew'], {
      'block-size': '3MiB',
    })
    expect(refusal).toEqual({
      why: 'A block has a power of two of bytes, from 1MiB to 256MiB.',
      setting: 'block-size',
    })
    expect(values.find(({ name }) => name === 'block-size')?.against).toEqual([
      'But the places in the table have room for blocks of at most 1MiB.',
    ])
    expect(valuesOf(values)).toMatchObject({ 'sector-size': '512' })
  })

  test('is known of every way, also where the last one is refused', async () => {
    const file = lostTables()
    file.put(METADATA_AT, new Uint8Array(64 * KIB))
    const ways = ['region-tables-anew', 'metadata-anew'] as const
    const open = await proposed(file, ways)
    expect(open.refusal?.setting).toBe('metadata')
    const set = { metadata: '2MiB', bat: '3MiB', 'disk-size': '64TiB' }
    const { values, refusal } = await proposed(file, ways, set)
    expect(refusal?.setting).toBe('disk-size')
    expect(valuesOf(values)).toMatchObject({ 'bat-length': '1MiB', kind: 'dynamic' })
  })

  test('is nothing where the choice itself is none', async () => {
    const { values, refusal } = await proposed(lostMetadata(), ['log-up-to', 'without-log'])
    expect(values).toEqual([])
    expect(refusal?.why).toContain('only one can be chosen')
  })
})

const RUN = 3

/** All runs of so many words. */
function runsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}.-]*/gu) ?? []
  return new Set(words.slice(RUN - 1).map((_, i) => words.slice(i, i + RUN).join(' ')))
}

const sharedRuns = (a: string, b: string): readonly string[] => {
  const other = runsOf(b)
  return [...runsOf(a)].filter((run) => other.has(run))
}

/** Whatever a value is shown with that says the same twice. */
function saidTwice({ way, name, from, against, options }: SalvageValue): readonly string[] {
  const words = settingsOf(way)[name]
  if (!words) return [`${name} is no setting of ${way}`]
  const evidence = [from, ...against]
  const shown = choicesOf(words, { options }).map(({ value, why = '' }) => ({ value, why }))
  return [
    ...shown.flatMap(({ why }) => evidence.flatMap((each) => sharedRuns(each, why))),
    ...options.flatMap(({ value, why = '' }) => sharedRuns(words.choices?.[value] ?? '', why)),
    ...evidence.filter((each, i) => evidence.indexOf(each) !== i),
    ...shown.filter(({ why }, i) => why && shown.findIndex((o) => o.why === why) !== i),
  ].map((said) => `${name}: ${JSON.stringify(said)}`)
}

/** Tables of which two could be it. */
const twoTables = (): SparseFile => {
  const file = lostTables({ ...SALVAGED_DISK, fileSize: 12 * MIB })
  file.put(9 * MIB, file.take(BAT_AT, 4096))
  return file
}

interface Case {
  readonly about: string
  readonly file: () => SparseFile
  readonly ways: readonly SalvageWayId[]
  readonly set?: Values
}

const CASES: readonly Case[] = [
  ...SALVAGE_WAYS.filter((way) => Object.keys(settingsOf(way)).length > 0).map(
    (way): Case => ({ about: way, file: SALVAGED_BY[way], ways: [way] }),
  ),
  {
    about: 'the one log of two',
    file: SALVAGED_BY['headers-anew'],
    ways: ['headers-anew'],
    set: { log: 'none' },
  },
  {
    about: 'an old entry',
    file: SALVAGED_BY['bat-from-log'],
    ways: ['bat-from-log'],
    set: { entry: '1' },
  },
  ...[undefined, { bat: '9MiB' }, { bat: '10MiB' }].map(
    (set): Case => ({
      about: `two tables, ${JSON.stringify(set)}`,
      file: twoTables,
      ways: ['region-tables-anew'],
      ...(set && { set }),
    }),
  ),
  ...[[{ block: 0, fill: 1 }], []].map(
    (blocks): Case => ({
      about: `a table of ${blocks.length}`,
      file: () => lostMetadata({ ...SALVAGED_DISK, blocks }),
      ways: ['metadata-anew'],
    }),
  ),
  ...[
    { 'disk-size': '2MiB' },
    { 'block-size': '2MiB' },
    { 'sector-size': '4096', 'physical-sector-size': '512' },
    { kind: 'dynamic' },
    { kind: 'differencing' },
    { 'disk-id': 'new' },
  ].map(
    (set): Case => ({
      about: JSON.stringify(set),
      file: lostMetadata,
      ways: ['metadata-anew'],
      set,
    }),
  ),
]

test.each(CASES)('each reason stands once: $about', async ({ file, ways, set }) => {
  const { values } = await proposed(file(), ways, set)
  expect(values.length).toBeGreaterThan(0)
  expect(values.flatMap(saidTwice)).toEqual([])
})
