/** Whatever is typed for a setting: a plan whose laws hold, or a sentence. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SALVAGED_DISK } from '../../testing/salvage-images.ts'
import { expectLaws, SALVAGE_IDS, surveyed } from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import { MIB, REGION_TABLE_OFFSETS } from '../format/layout.ts'
import { planSalvage } from './plan-salvage.ts'
import {
  SALVAGE_WAYS,
  SALVAGE_WORDS,
  type SalvageWords,
  type SettingWords,
} from './salvage-words.ts'
import { settingProblem, settingSentence } from './value-words.ts'
import { applies } from './way.ts'

const settings = SALVAGE_WAYS.flatMap((way) => {
  const { settings: own = {} }: SalvageWords = SALVAGE_WORDS[way]
  return Object.entries(own)
})

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
  const file = buildImage(SALVAGED_DISK)
  file.put(2 * MIB, new Uint8Array(65536))
  for (const at of REGION_TABLE_OFFSETS) file.put(at, new Uint8Array(65536))
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
