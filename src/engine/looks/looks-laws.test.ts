/** Laws of the looks, on samples that were damaged at random and cut anywhere. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counting } from '../../testing/counting-source.ts'
import { damagedImages } from '../../testing/damaged-images.ts'
import { expectKnownWays, salvageIn } from '../../testing/looking.ts'
import { SALVAGE_IDS } from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import { SparseFile } from '../compose/sparse-file.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { planSalvage } from '../salvage/plan-salvage.ts'
import { lookFurther } from './look-further.ts'

const images = await damagedImages()

test('whatever is damaged, all that is named applies, and nothing is left to be looked at', async () => {
  let [named, salvages] = [0, 0]
  await fc.assert(
    fc.asyncProperty(images, async (make) => {
      const file = await make()
      const inspected = await surveyBlocks(await inspect(file, SALVAGE_IDS))
      const looks = await lookFurther({ inspected })
      const verdict = await diagnose(inspected, { looks })
      expect(verdict.notLooked).toEqual([])
      expectKnownWays(verdict)
      for (const { sentences, ways } of verdict.diagnoses) {
        for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z“0-9].*[.”]$/s)
        for (const way of ways) {
          named++
          const choice = salvageIn(way)
          if (choice.length === 0) continue
          salvages++
          expect(await planSalvage(inspected, { ways: choice }, SALVAGE_IDS)).toHaveProperty(
            'steps',
          )
        }
      }
    }),
    { numRuns: 60 },
  )
  expect(named).toBeGreaterThan(20)
  expect(salvages).toBeGreaterThan(4)
})

test('of a large file without structures a bounded part is read, and soon', async () => {
  const file = new SparseFile()
  file.setSize(2 ** 40)
  // Not zero, and nothing that is known.
  file.put(0, new Uint8Array(4 * MIB).fill(0xa5))
  const source = counting(file)
  const inspected = await inspect(source, SALVAGE_IDS)
  const looks = await lookFurther({ inspected })
  expect(await diagnose(inspected, { looks })).toMatchObject({ diagnoses: [], notLooked: [] })
  expect(source.bytesRead).toBeLessThan(8 * MIB)
})

test('of 200 GiB whose first MiB is gone a bounded part is read', async () => {
  const file = buildImage({
    virtualDiskSize: 2 ** 38,
    blocks: [0, 1, 2, 3, 100, 4000].map((block) => ({ block, fill: 7 })),
    fileSize: 200 * 2 ** 30,
  })
  file.put(0, new Uint8Array(MIB))
  const source = counting(file)
  const inspected = await inspect(source, SALVAGE_IDS)
  const { diagnoses } = await diagnose(inspected, { looks: await lookFurther({ inspected }) })
  expect(diagnoses.map(({ id }) => id)).toEqual(['head-wiped'])
  // 64 KiB at the beginning of each of 256 MiB, once for each part that is made anew.
  expect(source.bytesRead).toBeLessThan(128 * MIB)
})
