import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { buildRecipe } from './build-recipe.ts'
import { parseRecipe, problemLine } from './parse-recipe.ts'
import type { Recipe, RecipeEntry } from './recipe.ts'
import { SAMPLE_IDS } from './sample-id.ts'
import { sampleRecipe } from './samples.ts'

const file = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const obeysSchema = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(file('public/recipe-v1.schema.json')),
)

const examples = [...file('docs/recipes.md').matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) =>
  JSON.parse(text),
)

const START = { format: 'vhdx-inspector-recipe', version: 1 } as const
const disk = { size: '1GiB' }
const withEntry = (entry: unknown, log = {}): unknown => ({
  ...START,
  disk,
  log: { entries: [entry], ...log },
})

const problemsOf = (value: unknown): readonly string[] => {
  const parsed = parseRecipe(value)
  return parsed.ok ? [] : parsed.problems.map(problemLine)
}

describe('schema and parser take', () => {
  test.each(SAMPLE_IDS)('the sample %s, and build the same from its JSON', (id) => {
    const recipe = sampleRecipe(id)
    const json = JSON.parse(JSON.stringify(recipe))
    expect(obeysSchema(json) || obeysSchema.errors).toBe(true)
    expect(parseRecipe(json)).toEqual({ ok: true, recipe: json })
    expect(Buffer.compare(buildRecipe(json).toBytes(), buildRecipe(recipe).toBytes())).toBe(0)
  })

  test.each(examples.map((example, i) => [i + 1, example]))('example %i', (_, example) => {
    expect(obeysSchema(example) || obeysSchema.errors).toBe(true)
    expect(problemsOf(example)).toEqual([])
  })

  test.each<[string, unknown]>([
    ['the least', { ...START, disk }],
    ['the greatest disk', { ...START, disk: { size: '64TiB', blockSize: '256MiB' } }],
    ['a size with a space', { ...START, disk: { size: '10 GiB' }, fileSize: 7 }],
    ['the greatest sequence number', withEntry({ sequenceNumber: '18446744073709551615' })],
    ['places that no file has', withEntry({ lastFileOffset: '16383PiB' })],
    ['the last sector', withEntry({ position: '-4KiB', tail: 1044480 })],
    ['a GUID in braces', withEntry({ logGuid: '{6B29FC40-CA47-1067-B31D-00DD010662DA}' })],
    ['every fault', withEntry({ descriptors: [{ kind: 'data', fileOffset: 0 }], faults: EVERY })],
  ])('%s', (_, value) => {
    expect(obeysSchema(value) || obeysSchema.errors).toBe(true)
    expect(problemsOf(value)).toEqual([])
  })
})

const EVERY = [
  { kind: 'bad-checksum' },
  { kind: 'torn-sector', sector: 0 },
  { kind: 'lost-sector', sector: 1 },
  { kind: 'stale-guid' },
  { kind: 'gap', by: '9007199254740993' },
  { kind: 'wrap' },
  { kind: 'header', signature: 'lo\u00ffe', checksum: 4294967295, entryLength: 7, tail: '3GiB' },
  { kind: 'header', descriptorCount: 4294967295, reserved: 1 },
  { kind: 'patch', at: 4096, bytes: 'aB cd', fill: 255, length: 4096 },
  { kind: 'flip', at: 8191 },
]

describe('schema and parser refuse', () => {
  const cases: readonly (readonly [what: string, value: unknown, path: string])[] = [
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['a list', [], ''],
    ['an empty object', {}, ''],
    ['another format', { ...START, format: 'x', disk }, 'format'],
    ['another version', { ...START, version: 2, disk }, 'version'],
    ['a disk without a size', { ...START, disk: {} }, 'disk'],
    ['a misspelt member', { ...START, disk, loq: {} }, 'loq'],
    ['a prototype', JSON.parse(`{"__proto__":{"disk":{}},"disk":{"size":1}}`), '__proto__'],
    ['a negative size', { ...START, disk: { size: -1 } }, 'disk.size'],
    ['a fraction', { ...START, disk: { size: 1.5 } }, 'disk.size'],
    ['a number that is not exact', { ...START, disk: { size: 2 ** 53 } }, 'disk.size'],
    ['an unknown unit', { ...START, disk: { size: '10GB' } }, 'disk.size'],
    ['a sector of 1024', { ...START, disk: { size: 1, logicalSectorSize: 1024 } }, 'disk.logical'],
    ['a single header', { ...START, disk, headers: [{}] }, 'headers'],
    ['a byte of 256', { ...START, disk, blocks: [{ block: 0, fill: 256 }] }, 'blocks[0].fill'],
    ['a state that is none', { ...START, disk, bat: { 1: { state: 'full' } } }, 'bat.1.state'],
    ['an index that is none', { ...START, disk, bat: { '01': { state: 'zero' } } }, 'bat.01'],
    ['half a byte', { ...START, disk, patches: [{ at: 0, bytes: 'abc' }] }, 'patches[0].bytes'],
    ['half a pair', { ...START, disk, patches: [{ at: 0, bytes: 'a b' }] }, 'patches[0].bytes'],
    ['a GUID of 31 digits', withEntry({ logGuid: '6b29fc40-ca47-1067-b31d-00dd010662d' }), 'log.'],
    [
      'a fault that is none',
      withEntry({ faults: [{ kind: 'toString' }] }),
      'log.entries[0].faults',
    ],
    ['a fault without a name', withEntry({ faults: [{}] }), 'log.entries[0].faults[0].kind'],
    ['a fault as text', withEntry({ faults: ['gap'] }), 'log.entries[0].faults[0]'],
    [
      'a flip without a place',
      withEntry({ faults: [{ kind: 'flip' }] }),
      'log.entries[0].faults[0]',
    ],
    ['a descriptor without a place', withEntry({ descriptors: [{ kind: 'data' }] }), 'log.'],
    ['no descriptors', withEntry({ descriptors: [zero({ count: 0 })] }), 'log.entries[0].descr'],
    ['too many', withEntry({ descriptors: [zero({ count: 65537 })] }), 'log.entries[0].descr'],
    ['too many entries', { ...START, disk, log: { entries: Array(4097).fill({}) } }, 'log.entries'],
    ['a number in hexadecimal', withEntry({ sequenceNumber: '0x10' }), 'log.entries[0].sequence'],
    ['a number with a unit', withEntry({ sequenceNumber: '1KiB' }), 'log.entries[0].sequence'],
  ]

  test.each(cases)('%s', (_, value, path) => {
    expect(obeysSchema(value)).toBe(false)
    const parsed = parseRecipe(value)
    const problems = parsed.ok ? [] : parsed.problems
    expect(problems.map((problem) => problem.path)).toContainEqual(expect.stringContaining(path))
    for (const { message } of problems) expect(message).toMatch(/^[A-Z][^\n]*\.$/)
  })
})

function zero(more: object): object {
  return { kind: 'zero', fileOffset: '4MiB', length: '4KiB', ...more }
}

describe('the parser alone refuses', () => {
  const entry = (entry: RecipeEntry, log = {}) => withEntry(entry, log)
  test.each<[string, unknown, string]>([
    ['half a sector', { ...START, disk: { size: 1000 } }, 'disk.size: A virtual disk has'],
    ['65 TiB', { ...START, disk: { size: '65TiB' } }, 'disk.size: A virtual disk has'],
    ['a block of 3 MiB', { ...START, disk: { ...disk, blockSize: '3MiB' } }, 'disk.blockSize: '],
    ['2^64 bytes', { ...START, disk: { size: '16EiB' } }, 'disk.size: This must be'],
    ['2^64', entry({ sequenceNumber: '18446744073709551616' }), 'log.entries[0].sequenceNumber: '],
    ['a log of 3 KiB', entry({}, { length: '3KiB' }), 'log.length: The size of a log'],
    ['a position outside', entry({ position: '1MiB' }), 'log.entries[0].position: This must'],
    ['a position before it', entry({ position: '-2MiB' }), 'log.entries[0].position: This must'],
    ['a position between sectors', entry({ position: 512 }), 'log.entries[0].position: This must'],
    ['a tail outside', entry({ tail: '1MiB' }), 'log.entries[0].tail: This must'],
    [
      'an entry that is longer than the log',
      entry({ descriptors: [{ kind: 'data', fileOffset: 0, count: 255 }] }),
      'log.entries[0]: The entry is longer than the log.',
    ],
    [
      'a number that overflows',
      withEntry({}, { entries: [{ sequenceNumber: '18446744073709551615' }, {}] }),
      'log.entries[1].sequenceNumber: The sequence number is above 2^64 - 1.',
    ],
    [
      'a gap that overflows',
      entry({ sequenceNumber: 5, faults: [{ kind: 'gap', by: '18446744073709551615' }] }),
      'log.entries[0].sequenceNumber: ',
    ],
    [
      'a sector that the entry does not have',
      entry({ faults: [{ kind: 'lost-sector', sector: 1 }] }),
      'log.entries[0].faults[0].sector: The entry has 1 sector',
    ],
    [
      'a patch over its end',
      entry({ faults: [{ kind: 'patch', at: 4095, bytes: '0102' }] }),
      'log.entries[0].faults[0]: The end of this',
    ],
    ['a flip behind it', entry({ faults: [{ kind: 'flip', at: 4096 }] }), 'log.entries[0].faults'],
    [
      'a single sector that wraps',
      entry({ faults: [{ kind: 'wrap' }] }),
      'log.entries[0]: An entry of a single sector cannot wrap.',
    ],
    [
      'nothing to fill the ring with',
      entry({ faults: [{ kind: 'full-ring' }] }),
      'log.entries[0]: To fill the ring',
    ],
    [
      'a block too many',
      { ...START, disk, blocks: [{ block: 1024 }] },
      'blocks[0].block: The disk',
    ],
    [
      'a chunk too many',
      { ...START, disk, sectorBitmaps: [{ chunk: 1, fill: 0 }] },
      'sectorBitmaps',
    ],
    [
      'an index too many',
      { ...START, disk, bat: { 1024: { state: 'zero' } } },
      'bat.1024: The BAT',
    ],
    [
      'an index too many in an entry',
      entry({ descriptors: [{ kind: 'bat', entries: { 1024: { state: 'zero' } } }] }),
      'log.entries[0].descriptors[0].entries.1024: The BAT has 1,024 entries',
    ],
    [
      'bytes that do not fit',
      { ...START, disk, patches: [{ at: 0, bytes: '0102', length: 1 }] },
      'pa',
    ],
    [
      'a terabyte of bytes',
      { ...START, disk, patches: [{ at: 0, length: '1TiB' }] },
      'patches[0]: ',
    ],
    [
      'a fixed disk of 64 TiB',
      { ...START, disk: { size: '64TiB', kind: 'fixed' } },
      'disk.size: A fixed disk of a recipe has at most 65,536 blocks.',
    ],
    [
      'blocks of a gigabyte',
      {
        ...START,
        disk: { size: '1GiB', blockSize: '256MiB' },
        blocks: [0, 1, 2, 3].map((block) => ({ block, fill: 1 })),
      },
      'blocks[0]: With this the recipe has more content than can be made.',
    ],
    [
      'a gigabyte of log entries',
      { ...START, disk, log: { length: '256MiB', entries: Array(4096).fill(LARGE_ENTRY) } },
      'content than can be made.',
    ],
  ])('%s', (_, value, line) => {
    expect(problemsOf(value)).toContainEqual(expect.stringContaining(line))
    for (const problem of problemsOf(value)) expect(problem).toMatch(/^[^\n]+\.$/)
  })

  test('but no more than a hundred times', () => {
    expect(problemsOf({ ...START, disk, blocks: Array(4096).fill({}) })).toHaveLength(100)
  })
})

describe('the parser reads no more than it has to', () => {
  test('of a million wrong things the first one is told', () => {
    const entry = { descriptors: Array(4096).fill({}), faults: Array(4096).fill(0) }
    const value = { ...START, disk, log: { entries: Array(128).fill(entry) } }
    expect(problemsOf(value)).toEqual([
      'log.entries[0].descriptors[0].kind: This must be one of "bat", "data", "zero".',
    ])
  })

  test('a hundred thousand members are counted, and not read one by one', () => {
    const bat = Object.fromEntries(Array.from({ length: 1e5 }, (_, index) => [index, 0]))
    expect(problemsOf({ ...START, disk, bat })).toEqual([
      'bat: This must be an object with at most 4,096 members.',
    ])
  })

  test('a hundred thousand lists in one another are one that should be an object', () => {
    let log: unknown = []
    for (let depth = 0; depth < 1e5; depth++) log = [log]
    expect(problemsOf({ ...START, disk, log })).toEqual(['log: This must be an object.'])
  })
})

const LARGE_ENTRY = { descriptors: [{ kind: 'data', fileOffset: 0, count: 32768 }] }

test('the recipe is a copy without anything that was not in the text', () => {
  const value = JSON.parse('{"format":"vhdx-inspector-recipe","version":1,"disk":{"size":512}}')
  const parsed = parseRecipe(value)
  value.disk.size = 1
  expect(parsed).toEqual({ ok: true, recipe: { ...START, disk: { size: 512 } } })
})

test('a recipe that nobody has checked is not built', () => {
  const wrong: Recipe = { ...START, disk: { size: 1 } }
  expect(() => buildRecipe(wrong)).toThrow(/^disk\.size: A virtual disk has/)
})
