/** What the settings of the ways are, and whatever is typed for them: a plan whose laws hold, or a sentence. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lostTables, METADATA_AT } from '../../testing/salvage-images.ts'
import { expectLaws, SALVAGE_IDS, surveyed } from '../../testing/salvaging.ts'
import { KIB } from '../format/layout.ts'
import { planSalvage } from './plan-salvage.ts'
import { SALVAGE_WAYS, SALVAGE_WORDS, type SettingWords, settingsOf } from './salvage-words.ts'
import { choicesOf, isMeant, settingProblem, settingSentence } from './value-words.ts'
import { applies } from './way.ts'

const settings = SALVAGE_WAYS.flatMap((way) => Object.entries(settingsOf(way)))

test('no two ways have a setting of the same name', () => {
  const names = settings.map(([name]) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(12)
})

test.each<[SettingWords, string[], string[]]>([
  [{ kind: 'size', what: 'x' }, ['0', '1.5GiB', '0x10', '4 kib'], ['', '-1', '1.3', '1e9', 'x']],
  [{ kind: 'offset', what: 'x' }, ['2MiB', '0x200000'], ['2MB', ' ']],
  [{ kind: 'number', what: 'x' }, ['7', '1,024'], ['1KiB', '-7', '1.5']],
  [{ kind: 'choice', what: 'x', choices: { none: 'n' } }, ['none', ' none '], ['None', 'toString']],
  [{ kind: 'guid', what: 'x', choices: { new: 'n' } }, ['new'], ['newer', '{}']],
  [{ kind: 'text', what: 'x' }, ['a'], ['', '  ', 'a'.repeat(40_000)]],
])('%j takes what it is, and no other text', (words, right, wrong) => {
  for (const text of right) expect(settingProblem(words, text)).toBeUndefined()
  for (const text of wrong) expect(settingProblem(words, text)).toMatch(/^“.{0,80}” is .*\.$/s)
})

test('a setting says which words it takes', () => {
  const words = { kind: 'choice', what: 'the log', choices: { none: 'no log' } } as const
  expect(settingSentence(words)).toBe('the log (“none”: no log)')
  expect(settingSentence({ kind: 'size', what: 'bytes' })).toBe('bytes')
})

test('a setting that has a meaning beside one value only says so, and names a choice of its own way', () => {
  const conditional = settings.filter(([, { where }]) => where)
  expect(conditional.map(([name]) => name)).toEqual(['parent-path', 'parent-id'])
  for (const way of SALVAGE_WAYS) {
    for (const words of Object.values(settingsOf(way))) {
      const { where } = words
      if (!where) continue
      expect(settingsOf(way)[where.setting]?.choices).toHaveProperty(where.is)
      expect(settingSentence(words)).toContain(`, where ${where.setting} is ${where.is}`)
      expect(isMeant(words, () => where.is)).toBe(true)
      for (const other of ['fixed', '', undefined]) expect(isMeant(words, () => other)).toBe(false)
    }
  }
})

test('what can be chosen is every word that a setting takes, and what the file shows', () => {
  const words = { kind: 'choice', what: 'x', choices: { none: 'no log', proven: 'a log' } } as const
  const options = [{ value: 'proven', why: 'It is proven.' }]
  expect(choicesOf(words, { options })).toEqual([
    { value: 'none', why: 'No log.' },
    { value: 'proven', why: 'A log. It is proven.' },
  ])
  const guid = { kind: 'guid', what: 'x', choices: { new: 'a new one' } } as const
  expect(choicesOf(guid, { options: [{ value: '7' }] })).toEqual([
    { value: '7' },
    { value: 'new', why: 'A new one.' },
  ])
  expect(choicesOf({ kind: 'size', what: 'x' }, undefined)).toEqual([])
})

const texts = fc.oneof(
  fc.string(),
  fc.constantFrom('0', '512', '4096', '1MiB', '2MiB', '3MiB', '4MiB', '64TiB', '16EiB', 'new'),
  fc.constantFrom('dynamic', 'fixed', 'differencing', '5f6d8a1e-3c2b-4a90-8d17-6e0b4c2a9f31'),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
)
const ways = ['region-tables-anew', 'metadata-anew'] as const
const own = ways.flatMap((way) => Object.keys(SALVAGE_WORDS[way].settings))
const chosen = fc.dictionary(fc.constantFrom(...own), texts, { maxKeys: 4 })

test('whatever is typed gives a plan that is carried out as it is previewed, or a sentence', async () => {
  const file = lostTables()
  file.put(METADATA_AT, new Uint8Array(64 * KIB))
  const inspected = await surveyed(file)
  let applied = 0
  await fc.assert(
    fc.asyncProperty(chosen, async (typed) => {
      const values = new Map(Object.entries({ metadata: '2MiB', bat: '3MiB', ...typed }))
      const plan = await planSalvage(inspected, { ways, values }, SALVAGE_IDS)
      if (!applies(plan)) {
        expect(plan.why).toMatch(/\.$/)
        expect(plan.setting === undefined || own.includes(plan.setting as never)).toBe(true)
        return
      }
      applied++
      expect(plan.values.every(({ value, from }) => value !== '' && from !== '')).toBe(true)
      await expectLaws(file, plan)
    }),
    { numRuns: 30, examples: [[{}], [{ kind: 'fixed' }]] },
  )
  expect(applied).toBeGreaterThan(1)
})
