import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numberedGuid } from '../../testing/chain-files.ts'
import { fileOfPlan } from '../../testing/new-image-file.ts'
import { buildImage } from '../compose/build-image.ts'
import { diskPieces, PIECE, readPiece } from '../disk/disk-pieces.ts'
import type { Layers } from '../disk/map-chain.ts'
import { KIB, MIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { ContentDigest } from './content-digest.ts'
import { findImageFault } from './find-image-fault.ts'
import { IMAGE_FORMATS } from './format-words.ts'
import { planNewImage } from './plan-new-image.ts'

const IDS = {
  fileWriteGuid: numberedGuid(1),
  dataWriteGuid: numberedGuid(2),
  virtualDiskId: numberedGuid(3),
}

/** As whoever writes the image makes it. */
async function contentOf(layers: Layers, range: { offset: number; length: number }) {
  const content = await ContentDigest.start()
  const memory = new Uint8Array(PIECE)
  for await (const piece of diskPieces(layers, range)) {
    content.add(piece.offset, await readPiece(layers, range, piece, memory))
  }
  return content.hex()
}

/** An image whose disk has data here and there, with holes and zeros between. */
async function written(format: (typeof IMAGE_FORMATS)[number]) {
  const image = await readImage(
    buildImage({
      virtualDiskSize: 6 * MIB - 512,
      blocks: [{ block: 0, fill: 1 }, { block: 2 }, { block: 5, fill: 6 }],
      patches: [{ at: 4 * MIB + 64 * KIB, bytes: new Uint8Array(64 * KIB) }],
    }),
  )
  const layers = [image]
  const plan = await planNewImage(layers, { format, ids: IDS, time: 0 })
  if (!plan.ok) throw new Error(plan.reason)
  const content = await contentOf(layers, plan.range)
  return { plan, layers, content, file: await fileOfPlan(plan, layers) }
}

describe.each(IMAGE_FORMATS)('an image written as %s', (format) => {
  test('is without fault as it was planned', async () => {
    const { file, ...image } = await written(format)
    expect(await findImageFault(file, image)).toBeUndefined()
  })

  test('is found out where one byte of the disk is another, or it is shorter', async () => {
    const { file, ...image } = await written(format)
    const places: number[] = []
    for await (const part of image.plan.parts()) {
      if (part.kind !== 'disk') continue
      // Of the fixed ones, what the source has: the rest is a hole by itself.
      const last = format === 'vhdx' ? part.at.length : MIB
      places.push(part.offset, part.offset + 64 * KIB, part.offset + last - 1)
    }
    for (const place of places) {
      const other = file.clone()
      const [byte = 0] = file.take(place, 1)
      other.put(place, Uint8Array.of(byte ^ 0x10))
      expect(await findImageFault(other, image)).toBe('its disk does not hold what the source does')
    }
    const shorter = file.clone()
    shorter.setSize(file.size - 512)
    expect(await findImageFault(shorter, image)).toBe('its size is not right')
  })
})

test('a table that leads elsewhere, headers and a footer that are damaged are found out', async () => {
  const { file, ...image } = await written('vhdx')
  const spoilt = async (at: number, bytes: readonly number[]) => {
    const other = file.clone()
    other.put(at, Uint8Array.from(bytes))
    return findImageFault(other, image)
  }
  // Blocks 0 and 5 change places.
  const swapped = file.clone()
  swapped.put(3 * MIB, file.take(3 * MIB + 5 * 8, 8))
  swapped.put(3 * MIB + 5 * 8, file.take(3 * MIB, 8))
  expect(await findImageFault(swapped, image)).toContain('does not hold')
  expect(await spoilt(3 * MIB, [0, 0, 0, 0])).toContain('does not hold')
  expect(await spoilt(3 * MIB, [7])).toContain('it is')
  expect(await spoilt(128 * KIB + 40, [9])).toBe('it is degraded')
  const vhd = await written('vhd')
  vhd.file.put(vhd.plan.size - 20, Uint8Array.of(1))
  expect(await findImageFault(vhd.file, vhd)).toBe('its end is not as planned')
})

test('two disks have the same digest where they read the same, wherever their holes are', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('hole', 'zeros', 'a', 'b'), { minLength: 1, maxLength: 6 }),
      fc.array(fc.constantFrom('hole', 'zeros', 'a', 'b'), { minLength: 1, maxLength: 6 }),
      async (one, two) => {
        const digest = async (chunks: readonly string[]) => {
          const content = await ContentDigest.start()
          for (const [i, chunk] of chunks.entries()) {
            if (chunk === 'hole') continue
            const fill = chunk === 'zeros' ? 0 : chunk.charCodeAt(0)
            content.add(i * 64 * KIB, new Uint8Array(64 * KIB).fill(fill))
          }
          return content.hex()
        }
        const read = (chunks: readonly string[]) =>
          chunks
            .map((chunk) => (chunk === 'zeros' ? 'hole' : chunk))
            .join()
            .replace(/(,?hole)+$/, '')
        expect((await digest(one)) === (await digest(two))).toBe(read(one) === read(two))
      },
    ),
    { numRuns: 40 },
  ))
