import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import { clean } from '../../engine/compose/samples/small.ts'
import { wrapped } from '../../engine/compose/samples/wrapped.ts'
import { type ImageInFolder, inPlace, ONE_SENTENCE, withImage } from '../../testing/in-place.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'
import { NodeFile } from '../files/node-file.ts'

describe('undo refuses', () => {
  const refuses = async ({ path, undo }: ImageInFolder, what: RegExp) => {
    const bytes = await readFile(path)
    const { status, err } = await runCommand(['undo', undo, path])
    expect({ status, err }).toMatchObject({ status: 1, err: expect.stringMatching(what) })
    expect(err).toMatch(ONE_SENTENCE)
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0)
  }

  test('another image', async () => {
    await withImage(async (place) => {
      await inPlace(place.path, '--yes')
      const other = join(place.dir, 'other.vhdx')
      for (const recipe of [clean, wrapped]) {
        await writeImage(`${other}${recipe.about}`, buildRecipe(recipe))
        await refuses({ ...place, path: `${other}${recipe.about}` }, /is not the image/)
      }
    })
  })

  test.each<[string, number]>([
    ['what the replay wrote', 3 * 2 ** 20],
    ['the log', 2 ** 20 + 500],
  ])('an image in which %s has been changed since', async (_, at) => {
    await withImage(async (place) => {
      await inPlace(place.path, '--yes')
      const file = await NodeFile.open(place.path, 'r+')
      const [byte = 0] = await file.read(at, 1)
      await file.write(at, new Uint8Array([byte ^ 1]))
      await file.close()
      await refuses(place, /has been changed since/)
    })
  })

  test('an image that has grown since', async () => {
    await withImage(async (place) => {
      await inPlace(place.path, '--yes')
      await appendFile(place.path, 'x')
      await refuses(place, /has been changed since/)
    })
  })

  test('an undo file with any byte changed, cut or longer', async () => {
    await withImage(async (place) => {
      await inPlace(place.path, '--yes')
      const good = await readFile(place.undo)
      const places = Array.from({ length: 12 }, (_, i) => Math.floor((i * good.length) / 12))
      for (const at of [...places, 0, 4, 8, 100, 4095, 4096, good.length - 1]) {
        const bad = Buffer.from(good)
        bad[at] = ~(good[at] ?? 0)
        // Between the fields and the headers nothing is said.
        if (at >= 256 && at < 4096) continue
        await writeFile(place.undo, bad)
        await refuses(place, /is not an undo file, or it is damaged/)
      }
      for (const length of [0, 1, 255, 256, 4096, 12_288, good.length - 1]) {
        await writeFile(place.undo, good.subarray(0, length))
        await refuses(place, /is not an undo file, or it is damaged/)
      }
      await appendFile(place.undo, 'x')
      await refuses(place, /damaged/)
    })
  })

  test('the image itself as undo file, and files that are not there', async () => {
    await withImage(async ({ dir, path, undo }) => {
      for (const [one, two] of [
        [path, path],
        [undo, path],
        [dir, path],
      ] as const) {
        const { status, err } = await runCommand(['undo', one, two])
        expect({ status, err }).toMatchObject({
          status: 1,
          err: expect.stringMatching(ONE_SENTENCE),
        })
      }
    })
  })
})
