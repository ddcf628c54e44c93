import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainFile, numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { disk } from '../../testing/marks.ts'
import { buildChain, chunkSize, diskSize, randomChains } from '../../testing/random-chain.ts'
import { openReferenceDisk, readReference } from '../../testing/reference-disk.ts'
import { cases } from '../../testing/thorough.ts'
import { buildImage } from '../compose/build-image.ts'
import { MIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { zeroExtended } from '../qemu/zero-extended.ts'
import { assembleChain, parentLayers } from './chain/assemble-chain.ts'
import { isWhole, mapChain, readChain } from './map-chain.ts'

const imageOf = (description: Parameters<typeof buildImage>[0]) =>
  readImage(buildImage(description))

test('random chains read as the plain reader reads them', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      randomChains,
      fc.nat(),
      fc.integer({ min: 1, max: 24 }),
      async (described, at, sectors) => {
        const { sectorSize, layers: shapes } = described
        const files = await buildChain(described)
        const [child, ...parents] = await Promise.all(
          files.map(({ file }, i) => chainFile(`${i}`, file)),
        )
        if (child === undefined) return
        const chain = assembleChain(child, parents.toReversed())
        expect(chain).toMatchObject({ missing: undefined, refused: [] })
        const layers = [chain.child.image, ...parentLayers(chain)]
        expect(layers).toHaveLength(files.length)

        const reference = await Promise.all(
          files.map(({ replayed }) => openReferenceDisk(zeroExtended(replayed))),
        )
        const size = shapes[0] ? diskSize(described, shapes[0]) : 0
        const length = Math.min(sectors * sectorSize, size)
        const limit = size - length
        const near = [0, MIB, 4 * MIB, chunkSize(described), size].map((edge) => edge - length / 2)
        for (const wanted of [...near, at % size]) {
          const offset = Math.floor(Math.max(0, Math.min(limit, wanted)) / sectorSize) * sectorSize
          const { bytes, extents } = await readChain(layers, offset, length)
          // What the last parent has lost at its end reads as zero, and is told.
          if ((shapes.at(-1)?.more ?? 0) >= 0) expect(isWhole(extents)).toBe(true)
          expect(Buffer.compare(bytes, await readReference(reference, offset, length))).toBe(0)
        }
      },
    ),
    { numRuns: cases(15) },
  )
})

const BLOCK = { block: 1, fill: 0xbb }

test('a parent that is not there is named as missing, and reads as zero', async () => {
  const child = await imageOf(disk({ ...parentOf(numberedGuid(1)), blocks: [BLOCK] }))
  const extents = await mapChain([child], 0, 2 * MIB)
  expect(extents).toMatchObject([
    { offset: 0, length: MIB, from: 'missing', layer: 1 },
    { offset: MIB, length: MIB, from: 'file', layer: 0 },
  ])
  expect(isWhole(extents)).toBe(false)
  const { bytes } = await readChain([child], MIB - 1, 2)
  expect([...bytes]).toEqual([0, 0xbb])
})

test('what lies behind the end of a smaller parent is zero', async () => {
  const child = await imageOf({ ...disk(parentOf(numberedGuid(1))), virtualDiskSize: 4 * MIB })
  const parent = await imageOf({ ...disk({ blocks: [BLOCK] }), virtualDiskSize: 2 * MIB })
  expect(await mapChain([child, parent], MIB, 3 * MIB)).toMatchObject([
    { offset: MIB, length: MIB, from: 'file', layer: 1 },
    { offset: 2 * MIB, length: 2 * MIB, from: 'zero', layer: 1 },
  ])
})

test('a partial block without its bitmap is unreadable, and the rest is read', async () => {
  const child = await imageOf(
    disk({
      ...parentOf(numberedGuid(1)),
      blocks: [{ block: 0, state: 'partially-present', fill: 1 }, BLOCK],
    }),
  )
  const parent = await imageOf(disk({}))
  expect(await mapChain([child, parent], 0, 2 * MIB)).toMatchObject([
    { offset: 0, length: MIB, from: 'unreadable', layer: 0 },
    { offset: MIB, length: MIB, from: 'file', layer: 0 },
  ])
})

test('a read outside of the disk throws', async () => {
  const child = await imageOf(disk({}))
  await expect(mapChain([child], 16 * MIB - 1, 2)).rejects.toThrow(RangeError)
  await expect(readChain([undefined, child], 0, 1)).resolves.toMatchObject({
    extents: [{ from: 'missing', layer: 0 }],
  })
})
