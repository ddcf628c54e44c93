import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildRecipe } from '../engine/compose/build-recipe.ts'
import { differencing } from '../engine/compose/samples/differencing.ts'
import { dirty } from '../engine/compose/samples/dirty.ts'
import { clean, truncated } from '../engine/compose/samples/small.ts'
import { ONE_SENTENCE } from '../testing/in-place.ts'
import { inTempDir } from '../testing/qemu.ts'
import { runCommand } from '../testing/run-command.ts'
import { writeImage } from '../testing/write-image.ts'

const RECIPES = { clean, dirty, truncated, differencing }

describe.each([
  ['replay'],
  ['patch'],
  ['export', '--offset', '4096', '--length', '4096'],
  ['export', '--before', '--length', '4096'],
  ['export', '--partition', '1'],
  ['repaired'],
  ['repaired', '--csv'],
  ['salvage', '--way', 'lengthened'],
  ['salvage', '--way', 'lengthened', '--patch'],
  ['compose'],
])('%s %s %s', (command, ...options) => {
  test.each([...Object.keys(RECIPES), 'text', 'nothing'])(
    'of %s ends with 0 where the file that it was asked for is there, else with a sentence',
    async (name) => {
      await inTempDir(async (dir) => {
        const image = join(dir, 'image')
        const recipe = Object.entries(RECIPES).find(([each]) => each === name)?.[1]
        if (recipe) await writeImage(image, buildRecipe(recipe))
        else await writeFile(image, name === 'text' ? 'text' : '')
        const ended = await runCommand([command, image, join(dir, 'out'), ...options])
        expect((await readdir(dir)).includes('out')).toBe(ended.status === 0)
        if (ended.status === 0) return
        expect(ended).toMatchObject({ out: '', err: expect.stringMatching(ONE_SENTENCE) })
      })
    },
  )
})
