import { beforeEach, describe, expect, test } from 'vitest'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import type { Recipe } from '../../engine/compose/recipe.ts'
import { SAMPLE_IDS } from '../../engine/compose/sample-id.ts'
import { sampleRecipe } from '../../engine/compose/samples.ts'
import { MIB } from '../../engine/format/layout.ts'
import { FakeDisk } from '../../testing/fake-disk.ts'
import { infoOf, quietRun, type SessionCalls, sessionCalls } from '../../testing/worker-calls.ts'

const RECIPE: Recipe = {
  format: 'vhdx-inspector-recipe',
  version: 1,
  disk: { size: '1 GiB' },
  log: {
    entries: [
      { descriptors: [{ kind: 'bat', entries: { 3: { state: 'zero' } } }] },
      { position: '64KiB', sequenceNumber: 7, faults: [{ kind: 'bad-checksum' }] },
    ],
  },
}

let disk: FakeDisk
let session: SessionCalls
const run = quietRun()

beforeEach(() => {
  disk = new FakeDisk()
  session = sessionCalls(disk.openTab())
})

const keptBytes = (name: string) => disk.read('workbench', name)

test('opens the image of a recipe, and says what it was made of', async () => {
  expect(await session.recipe.open({ recipe: RECIPE }, run)).toMatchObject({
    outcome: 'replayable',
  })
  expect(await session.recipe.read({}, run)).toEqual({
    recipe: RECIPE,
    entries: [
      { position: 0, sequenceNumber: 1n },
      { position: 64 * 1024, sequenceNumber: 7n },
    ],
  })
})

test.each(SAMPLE_IDS)(
  'the sample "%s" is a recipe, whose entries lie where it says',
  async (sample) => {
    await session.recipe.openSample({ sample }, run)
    const made = await session.recipe.read({}, run)
    expect(made?.recipe).toEqual(sampleRecipe(sample))
    const last = made?.entries.at(-1)
    const found = last && (await session.log.entry({ position: last.position }, run))
    expect(found?.header.sequenceNumber).toBe(last?.sequenceNumber)
  },
)

test('keeps the image of a recipe as it is on disk', async () => {
  await session.recipe.open({ recipe: RECIPE }, run)
  const { name } = await session.workbench.keepOpen({ name: 'made.vhdx' }, run)
  expect(Buffer.compare(keptBytes(name), buildRecipe(RECIPE).toBytes())).toBe(0)
  await session.workbench.open({ name }, run)
  expect(await session.recipe.read({}, run)).toBeUndefined()
})

describe('a bad recipe', () => {
  test('is refused with a line for each problem, and the open image stays', async () => {
    const { size } = await session.recipe.openSample({ sample: 'clean' }, run)
    const recipe = { ...RECIPE, disk: { size: 5 }, log: { entries: [{ tail: 'x' }], nothing: 1 } }
    const { code, message } = await infoOf(session.recipe.open({ recipe }, run))
    expect(code).toBe('bad-recipe')
    const lines = message.split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line).toMatch(/^(log|disk)[.\w[\]]*: [A-Z].*\.$/)
    expect(await session.file.additions({ blocks: 'all' }, run)).toMatchObject({ size })
  })

  test.each([undefined, null, 'text', [], {}, 5])('may be %j', async (recipe) => {
    expect(await infoOf(session.recipe.open({ recipe }, run))).toMatchObject({ code: 'bad-recipe' })
  })

  test('of more than a browser makes is refused before it is made', async () => {
    const recipe = { ...RECIPE, fileSize: '100 TiB' }
    const { code, message } = await infoOf(session.recipe.open({ recipe }, run))
    expect(code).toBe('bad-recipe')
    expect(message).toContain('16 TiB')
  })
})

describe('on a kept image', () => {
  const base = 'base.vhdx'

  beforeEach(async () => {
    await session.recipe.openSample({ sample: 'dirty' }, run)
    await session.workbench.keepOpen({ name: base }, run)
  })

  test('the log of a recipe is opened, and the image stays as it is', async () => {
    const before = keptBytes(base)
    const { size, log } = await session.recipe.open({ recipe: RECIPE, base }, run)
    expect(size).toBe(before.length)
    expect(log?.active?.positions).toEqual([0])
    const made = await session.recipe.read({}, run)
    expect(made?.entries).toEqual([
      { position: 0, sequenceNumber: 1n },
      { position: 64 * 1024, sequenceNumber: 7n },
    ])
    expect(Buffer.compare(keptBytes(base), before)).toBe(0)
    const { name } = await session.workbench.keepOpen({ name: base }, run)
    expect(name).toBe('base (2).vhdx')
    const [old, made2] = [before, keptBytes(name)]
    expect(Buffer.compare(made2.subarray(2 * MIB), old.subarray(2 * MIB))).toBe(0)
    expect(Buffer.compare(made2.subarray(MIB, 2 * MIB), old.subarray(MIB, 2 * MIB))).not.toBe(0)
  })

  test('a recipe that does not fit, or an image without a log, is refused with a sentence', async () => {
    const recipe = { ...RECIPE, log: { length: '16 MiB', entries: [{ position: '15 MiB' }] } }
    expect(await infoOf(session.recipe.open({ recipe, base }, run))).toMatchObject({
      code: 'bad-recipe',
      message: expect.stringContaining('log.entries[0].position'),
    })
    const input = new Blob(['no image'])
    const { name } = await session.workbench.keep({ input, name: 'text.vhdx' }, run)
    expect(await infoOf(session.recipe.open({ recipe: RECIPE, base: name }, run))).toMatchObject({
      code: 'bad-recipe',
      message: 'A log can only be put onto a VHDX with a valid header.',
    })
    expect(await infoOf(session.recipe.open({ recipe: RECIPE, base: 'gone' }, run))).toMatchObject({
      code: 'file-missing',
    })
  })
})
