/** The QEMU profile against the real qemu-img, on random images: the bytes that it writes, or its refusal. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { describeWithQemu } from './qemu.ts'
import { compareWithQemu } from './qemu-check.ts'
import { qemuImages } from './random-qemu-image.ts'

/** More in a longer run: QEMU_IMAGES=5000. */
const IMAGES = Number(process.env['QEMU_IMAGES'] || 120)
/** With these, all kinds of answers come up. */
const SEED = 20_261_122
/** Two processors, two of them at a time. */
const AT_ONCE = 4

describeWithQemu('qemu-img check -r all', () => {
  test(
    `does with ${IMAGES} random images what is predicted, byte for byte`,
    async () => {
      const answers = new Map<string, number>()
      const groups = fc.array(qemuImages, { minLength: AT_ONCE, maxLength: AT_ONCE })
      await fc.assert(
        fc.asyncProperty(groups, async (images) => {
          const compared = await Promise.all(
            images.map((image) => compareWithQemu(buildImage(image))),
          )
          for (const { prediction } of compared) {
            const key = prediction.stop?.code ?? prediction.answer
            answers.set(key, (answers.get(key) ?? 0) + 1)
          }
          expect(compared.map(({ real }) => real)).toEqual(
            compared.map(({ predicted }) => predicted),
          )
        }),
        // Always the same ones, but in a longer run. Smaller ones of those that fail can fill the disk.
        {
          numRuns: Math.ceil(IMAGES / AT_ONCE),
          endOnFailure: true,
          ...(process.env['QEMU_IMAGES'] === undefined && { seed: SEED }),
        },
      )
      // Images of all kinds, or the test would say less than it seems to.
      expect(answers.get('replays')).toBeGreaterThan(IMAGES / 5)
      expect(answers.size).toBeGreaterThan(6)
      if (process.env['QEMU_IMAGES']) console.info(answers)
    },
    Math.max(120_000, IMAGES * 400),
  )
})
