/** The QEMU profile against the real qemu-img, on the image of every rule: of everything that can be wrong with a file. */
import { expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { describeWithQemu } from './qemu.ts'
import { compareWithQemu } from './qemu-check.ts'
import { ruleImages } from './rule-images/rule-images.ts'

/** QEMU opens no chain here, and what programs leave is a matter of the past. */
const images = Object.entries(ruleImages).filter(([rule]) => !/^(chain|producer)\./.test(rule))

describeWithQemu('qemu-img check -r all does what is predicted with the image of', () => {
  test.each(images)('%s', async (_, { image }) => {
    const built = image instanceof SparseFile ? image : buildImage(image)
    const { predicted, real } = await compareWithQemu(built)
    expect(real).toBe(predicted)
  })
})
