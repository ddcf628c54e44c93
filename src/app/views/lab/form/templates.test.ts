import { expect, test } from 'vitest'
import { parseRecipe } from '../../../../engine/compose/parse-recipe.ts'
import type { Path } from '../../../../engine/compose/recipe.ts'
import { BLANK_RECIPE } from '../../../store/lab/recipe-text.ts'
import { inserted, valueAt, withValue } from './recipe-edit.ts'
import {
  DESCRIPTOR_KINDS,
  descriptorWords,
  ENTRIES,
  FAULT_KINDS,
  FAULTS,
  faultWords,
  newDescriptor,
  nextBatIndex,
} from './templates.ts'

const DESCRIPTORS: Path = [...ENTRIES, 0, 'descriptors']
const oneEntry = inserted(BLANK_RECIPE, ENTRIES, {})

test('every BAT descriptor that is added changes an entry of its own', () => {
  let recipe = oneEntry
  for (let times = 0; times < 3; times++) {
    recipe = inserted(recipe, DESCRIPTORS, newDescriptor('bat', recipe, 0))
  }
  expect(valueAt(recipe, [...DESCRIPTORS, 2])).toEqual({
    kind: 'bat',
    entries: { '2': { state: 'zero' } },
  })
})

test('another BAT entry comes behind the last one', () => {
  const path: Path = ['entries']
  expect(nextBatIndex({ entries: { '17': {}, '3': {}, 'no index': {} } }, path)).toBe('18')
  expect(nextBatIndex({ entries: {} }, path)).toBe('0')
})

test('an entry is told by what is in it', () => {
  const descriptors = DESCRIPTOR_KINDS.map((kind) => newDescriptor(kind, oneEntry, 4096))
  expect(descriptorWords({ descriptors })).toBe('1 BAT, 1 data, 1 zero')
  expect(descriptorWords({})).toBe('no descriptors')
  expect(descriptorWords('nonsense')).toBe('no descriptors')
  expect(faultWords({ faults: [{ kind: 'gap' }, { kind: 'bad-checksum' }] })).toBe('Bad CRC, Gap')
  expect(faultWords({})).toBe('')
})

test('every fault that is added says its own kind', () => {
  for (const kind of FAULT_KINDS) expect(FAULTS[kind].template.kind).toBe(kind)
  const path: Path = [...ENTRIES, 0, 'faults', 0]
  expect(faultWords(valueAt(withValue(oneEntry, path, { kind: 'flip' }), [...ENTRIES, 0]))).toBe(
    'Flipped byte',
  )
})

test('whatever is added to an entry that writes something, the recipe is right', () => {
  const problems = (recipe: unknown) => {
    const parsed = parseRecipe(recipe)
    return parsed.ok ? [] : parsed.problems
  }
  expect(problems(oneEntry)).toEqual([])
  for (const kind of DESCRIPTOR_KINDS) {
    const item = newDescriptor(kind, oneEntry, 2 ** 20)
    expect(problems(inserted(oneEntry, DESCRIPTORS, item))).toEqual([])
  }
  const writing = inserted(oneEntry, DESCRIPTORS, newDescriptor('bat', oneEntry, 0))
  for (const kind of FAULT_KINDS) {
    expect(problems(inserted(writing, [...ENTRIES, 0, 'faults'], FAULTS[kind].template))).toEqual(
      [],
    )
  }
})
