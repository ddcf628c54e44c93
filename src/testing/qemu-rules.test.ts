/** The QEMU profile against the real qemu-img, on the image of every rule: of everything that can be wrong with a file. */
import { expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { describeWithQemu } from './qemu.ts'
import { compareWithQemu } from './qemu-check.ts'
import { batImages } from './rule-images/bat.ts'
import { fileImages } from './rule-images/file.ts'
import { headerImages } from './rule-images/header.ts'
import { logEntryImages } from './rule-images/log-entry.ts'
import { logRegionImages } from './rule-images/log-region.ts'
import { metadataImages } from './rule-images/metadata.ts'
import { parentImages } from './rule-images/parent.ts'
import { regionImages } from './rule-images/region.ts'
import { replayImages } from './rule-images/replay.ts'
import type { RuleImage } from './rule-images/rule-image.ts'

const images: Readonly<Record<string, RuleImage>> = {
  ...fileImages,
  ...headerImages,
  ...logRegionImages,
  ...logEntryImages,
  ...replayImages,
  ...regionImages,
  ...metadataImages,
  ...batImages,
  ...parentImages,
}

describeWithQemu('qemu-img check -r all does what is predicted with the image of', () => {
  test.each(Object.entries(images))('%s', async (_, { image }) => {
    const built = image instanceof SparseFile ? image : buildImage(image)
    const { predicted, real } = await compareWithQemu(built)
    expect(real).toBe(predicted)
  })
})
