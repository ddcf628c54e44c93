/** The samples, damaged at random and cut anywhere: for laws that hold of every file. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { SAMPLE_IDS } from '../engine/compose/sample-id.ts'
import { buildSample } from '../engine/compose/samples.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { MIB } from '../engine/format/layout.ts'
import { mutationTargets } from './mutation-targets.ts'
import { mutate, mutation } from './mutations.ts'
import { sizesNear } from './random-size.ts'

const SIZES = { flushedFileOffset: BigInt(2 * MIB), lastFileOffset: BigInt(9 * MIB) }

/** Its log makes the file long again wherever it is cut behind the log. */
const growing: ImageDescription = {
  virtualDiskSize: 64 * MIB,
  blocks: [{ block: 0, fill: 1 }, { block: 5 }],
  log: {
    entries: [
      { ...SIZES, updates: [{ kind: 'zero', fileOffset: BigInt(7 * MIB), length: 8192n }] },
      {
        ...SIZES,
        updates: [{ kind: 'bat', changes: { 9: { state: 'fully-present', fileOffsetMB: 6 } } }],
      },
    ],
  },
}

/** In the structures behind the log, too, where a replay makes the file long again. */
const cuts = sizesNear(
  [1, 2, 3, 4, 8].map((at) => at * MIB),
  0,
  10 * MIB,
)

/** As functions, since a failure would show all of their bytes. */
export async function damagedImages(): Promise<fc.Arbitrary<() => Promise<SparseFile>>> {
  const bases = await Promise.all(
    [...SAMPLE_IDS.map((id) => buildSample(id).source), buildImage(growing)].map(async (image) => ({
      image,
      targets: await mutationTargets(image),
    })),
  )
  return fc
    .record({
      base: fc.oneof(fc.nat({ max: bases.length - 1 }), fc.constant(bases.length - 1)),
      mutations: fc.array(mutation, { maxLength: 3 }),
      cut: fc.option(cuts, { freq: 2 }),
    })
    .map(({ base, mutations, cut }) => async () => {
      const { image, targets } = bases[base] ?? expect.unreachable()
      const file = image.clone()
      for (const each of mutations) await mutate(file, targets, each)
      if (cut !== null) file.setSize(Math.min(cut, file.size))
      return file
    })
}
