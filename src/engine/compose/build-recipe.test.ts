import { expect, test } from 'vitest'
import { inspect } from '../inspect/inspect.ts'
import { buildRecipe } from './build-recipe.ts'
import { STALE_LOG_GUID } from './compose-log.ts'
import type { Recipe, RecipeEntry, RecipeFault, RecipeLog } from './recipe.ts'

const IDS = { fileWriteGuid: STALE_LOG_GUID }
const KIB = 1024
const RING = 1024 * KIB

const recipe = (entries: readonly RecipeEntry[], more: Partial<Recipe> = {}): Recipe => ({
  format: 'vhdx-inspector-recipe',
  version: 1,
  disk: { size: '1GiB' },
  log: { entries },
  ...more,
})

const read = async (made: Recipe) => inspect(buildRecipe(made), IDS)

/** A good entry, one with the faults, and one behind it. */
async function faulty(...faults: readonly RecipeFault[]) {
  const { inspection, scan } = await read(
    recipe([
      { sequenceNumber: 5, descriptors: [{ kind: 'zero', fileOffset: '2560KiB', length: '4KiB' }] },
      { descriptors: [{ kind: 'data', fileOffset: '2564KiB', fill: 7 }], faults },
      {},
    ]),
  )
  const entries = (scan?.entries ?? []).map(({ position, status, reasons, header }) => ({
    place: position / KIB,
    status,
    reasons,
    number: header.sequenceNumber,
  }))
  return { entries, outcome: inspection.outcome, tail: scan?.active?.head.header.tail }
}

test('without a fault all three entries are replayed', async () => {
  const { entries, outcome } = await faulty()
  expect(outcome).toBe('replayable')
  expect(entries).toEqual([
    { place: 0, status: 'active', reasons: [], number: 5n },
    { place: 4, status: 'active', reasons: [], number: 6n },
    { place: 12, status: 'active', reasons: [], number: 7n },
  ])
})

test.each<[string, RecipeFault, string]>([
  ['a bad checksum', { kind: 'bad-checksum' }, 'log.entry-checksum'],
  ['a flipped byte', { kind: 'flip', at: 5000 }, 'log.entry-checksum'],
  ['a torn sector', { kind: 'torn-sector' }, 'log.data-sequence'],
  ['a lost sector', { kind: 'lost-sector', sector: 1 }, 'log.data-signature'],
  ['a patched signature', { kind: 'patch', at: 4096, bytes: '00' }, 'log.data-signature'],
  ['a lie about its length', { kind: 'header', entryLength: 4095 }, 'log.entry-length'],
  ['a tail outside of the ring', { kind: 'header', tail: '1MiB' }, 'log.entry-tail'],
])('%s makes the entry invalid', async (_, fault, reason) => {
  const { entries } = await faulty(fault)
  expect(entries[1]).toMatchObject({ place: 4, status: 'invalid' })
  expect(entries[1]?.reasons.join()).toContain(reason)
})

test('an entry with a stale GUID is history, and those around it are two runs', async () => {
  const { entries } = await faulty({ kind: 'stale-guid' })
  expect(entries.map(({ status }) => status)).toEqual(['active', 'stale', 'superseded'])
})

test('a gap leaves numbers out, and later entries go on behind it', async () => {
  const { entries } = await faulty({ kind: 'gap', by: '18446744073709551608' })
  expect(entries.map(({ number }) => number)).toEqual([5n, 2n ** 64n - 2n, 2n ** 64n - 1n])
})

test('a wrap begins in the last sector and goes on at the start of the ring', async () => {
  const { entries } = await faulty({ kind: 'wrap' })
  expect(entries.map(({ place }) => place)).toEqual([4, RING / KIB - 4])
})

const descriptorsOf = (count: number): RecipeEntry => ({
  descriptors: [{ kind: 'data', fileOffset: '2560KiB', fill: 7, count }],
  faults: [{ kind: 'full-ring' }],
})

test.each([
  ['from one', [descriptorsOf(1)]],
  ['from all but one', [descriptorsOf(253)]],
  ['behind others', [{}, {}, descriptorsOf(1)]],
  // 128 sectors are left: 126 data descriptors need 127, another one two more.
  [
    'where data alone does not come out even',
    [{ descriptors: [{ kind: 'data', fileOffset: '2560KiB', count: 126 }] }, {}, descriptorsOf(1)],
  ],
  [
    'around the end of the ring',
    [
      { position: '512KiB' },
      {
        descriptors: [{ kind: 'bat', entries: { 1: { state: 'zero' }, 600: { state: 'zero' } } }],
        faults: [{ kind: 'full-ring' }],
      },
    ],
  ],
] satisfies [string, RecipeEntry[]][])('a full ring: %s', async (_, entries) => {
  const { scan, inspection } = await read(recipe(entries))
  expect(inspection.outcome).toBe('replayable')
  expect(scan?.active?.entries).toHaveLength(entries.length)
  expect(scan?.active?.entries.reduce((sum, { length }) => sum + length, 0)).toBe(RING)
})

test('a full ring that is larger, by its own length', async () => {
  const log: RecipeLog = { length: '3MiB', entries: [descriptorsOf(1)] }
  const { scan } = await read(recipe([], { log }))
  expect(scan?.active?.head.length).toBe(3 * RING)
})

test('positions with a minus count from the end of the ring', async () => {
  const { scan } = await read(recipe([{ position: '-8KiB' }, {}, { tail: '-8KiB' }]))
  expect(scan?.active?.entries.map(({ position }) => position)).toEqual([
    RING - 8 * KIB,
    RING - 4 * KIB,
    0,
  ])
})

test('data is its bytes, then its fill, for as many sectors as are wanted', async () => {
  const data = { kind: 'data', fileOffset: '2560KiB', bytes: '0a0B 0c', fill: 9, count: 2 } as const
  const { update } = await read(recipe([{ descriptors: [data] }]))
  const bytes = await update?.result.read(2560 * KIB, 8192 + 4)
  for (const at of [0, 4096]) {
    expect([...(bytes?.subarray(at, at + 4) ?? [])]).toEqual([10, 11, 12, 9])
    expect(bytes?.[at + 4095]).toBe(9)
  }
  expect([...(bytes?.subarray(8192) ?? [])]).toEqual([0, 0, 0, 0])
})

test('headers say what they are told, and patches go over everything', async () => {
  const { before } = await read(
    recipe([], {
      headers: [{ sequenceNumber: '18446744073709551615' }, { checksum: 1 }],
      patches: [{ at: '2MiB', bytes: '00' }],
    }),
  )
  expect(before.headers.current?.copy).toBe(1)
  expect(before.headers.current?.values?.sequenceNumber).toBe(2n ** 64n - 1n)
  expect(before.headers.copies[1].valid).toBe(false)
  expect(before.metadata?.virtualDiskSize).toBeUndefined()
})
