import { beforeEach, describe, expect, test } from 'vitest'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import type { Recipe } from '../../engine/compose/recipe.ts'
import { SAMPLE_IDS } from '../../engine/compose/sample-id.ts'
import { sampleRecipe } from '../../engine/compose/samples.ts'
import { MIB } from '../../engine/format/layout.ts'
import { FakeDisk } from '../../testing/fake-disk.ts'
import { infoOf, quietRun } from '../../testing/worker-calls.ts'
import type { Handlers } from '../rpc.ts'
import { sessionHandlers } from '../session.ts'

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
let session: Handlers
const run = quietRun()

beforeEach(() => {
  disk = new FakeDisk()
  session = sessionHandlers(disk.openTab())
})

const keptBytes = (name: string) => disk.read('workbench', name)

test('opens the image of a recipe, and says what it was made of', async () => {
  expect(await session.openRecipe({ recipe: RECIPE }, run)).toMatchObject({ outcome: 'replayable' })
  expect(await session.readRecipe({}, run)).toEqual({
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
    await session.openSample({ sample }, run)
    const made = await session.readRecipe({}, run)
    expect(made?.recipe).toEqual(sampleRecipe(sample))
    const last = made?.entries.at(-1)
    const found = last && (await session.readEntry({ position: last.position }, run))
    expect(found?.header.sequenceNumber).toBe(last?.sequenceNumber)
  },
)

test('keeps the image of a recipe as it is on disk', async () => {
  await session.openRecipe({ recipe: RECIPE }, run)
  const { name } = await session.keepOpen({ name: 'made.vhdx' }, run)
  expect(Buffer.compare(keptBytes(name), buildRecipe(RECIPE).toBytes())).toBe(0)
  await session.openKept({ name }, run)
  expect(await session.readRecipe({}, run)).toBeUndefined()
})

describe('a bad recipe', () => {
  test('is refused with a line for each problem, and the open image stays', async () => {
    const { size } = await session.openSample({ sample: 'clean' }, run)
    const recipe = { ...RECIPE, disk: { size: 5 }, log: { entries: [{ tail: 'x' }], nothing: 1 } }
    const { code, message } = await infoOf(session.openRecipe({ recipe }, run))
    expect(code).toBe('bad-recipe')
    const lines = message.split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line).toMatch(/^(log|disk)[.\w[\]]*: [A-Z].*\.$/)
    expect(await session.survey({}, run)).toMatchObject({ size })
  })

  test.each([undefined, null, 'text', [], {}, 5])('may be %j', async (recipe) => {
    expect(await infoOf(session.openRecipe({ recipe }, run))).toMatchObject({ code: 'bad-recipe' })
  })

  test('of more than a browser makes is refused before it is made', async () => {
    const recipe = { ...RECIPE, fileSize: '100 TiB' }
    const { code, message } = await infoOf(session.openRecipe({ recipe }, run))
    expect(code).toBe('bad-recipe')
    expect(message).toContain('16 TiB')
  })
})

describe('on a kept image', () => {
  const base = 'base.vhdx'

  beforeEach(async () => {
    await session.openSample({ sample: 'dirty' }, run)
    await session.keepOpen({ name: base }, run)
  })

  test('the log of a recipe is opened, and the image stays as it is', async () => {
    const before = keptBytes(base)
    const { size, log } = await session.openRecipe({ recipe: RECIPE, base }, run)
    expect(size).toBe(before.length)
    expect(log?.active?.positions).toEqual([0])
    const made = await session.readRecipe({}, run)
    expect(made?.entries).toEqual([
      { position: 0, sequenceNumber: 1n },
      { position: 64 * 1024, sequenceNumber: 7n },
    ])
    expect(Buffer.compare(keptBytes(base), before)).toBe(0)
    const { name } = await session.keepOpen({ name: base }, run)
    expect(name).toBe('base (2).vhdx')
    const [old, made2] = [before, keptBytes(name)]
    expect(Buffer.compare(made2.subarray(2 * MIB), old.subarray(2 * MIB))).toBe(0)
    expect(Buffer.compare(made2.subarray(MIB, 2 * MIB), old.subarray(MIB, 2 * MIB))).not.toBe(0)
  })

  test('a recipe that does not fit, or an image without a log, is refused with a sentence', async () => {
    const recipe = { ...RECIPE, log: { length: '16 MiB', entries: [{ position: '15 MiB' }] } }
    expect(await infoOf(session.openRecipe({ recipe, base }, run))).toMatchObject({
      code: 'bad-recipe',
      message: expect.stringContaining('log.entries[0].position'),
    })
    const input = new Blob(['no image'])
    const { name } = await session.keep({ input, name: 'text.vhdx' }, run)
    expect(await infoOf(session.openRecipe({ recipe: RECIPE, base: name }, run))).toMatchObject({
      code: 'bad-recipe',
      message: 'A log can only be put onto a VHDX with a valid header.',
    })
    expect(await infoOf(session.openRecipe({ recipe: RECIPE, base: 'gone' }, run))).toMatchObject({
      code: 'file-missing',
    })
  })
})
