/** The map of the blocks of the largest disk: one pass over its BAT, from memory. */
import { test } from '@playwright/test'
import { readBlockMap } from '../src/engine/blocks/block-map.ts'
import type { ByteSource } from '../src/engine/bytes/byte-source.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { BAT_ENTRY_SIZE } from '../src/engine/format/layout.ts'
import { inspect } from '../src/engine/inspect/inspect.ts'
import { greatestDisk, IDS } from './support/images.ts'
import { compare, inMs, record, timed } from './support/measure.ts'

const PER_CELL = 2048

test('goes over the BAT of a 64 TiB disk as fast as memory gives it', async () => {
  const inspected = await inspect(buildImage(greatestDisk), IDS)
  const { before } = inspected
  const { bat } = before
  if (!bat) throw new Error('this image should have a BAT')
  const { payloadBlocks } = bat.geometry
  // Present and absent blocks by turns; the same megabytes again and again, as a window of the file is.
  const held = new Uint8Array(PER_CELL * PER_CELL)
  const view = new DataView(held.buffer)
  for (let at = 0; at < held.length; at += 2 * BAT_ENTRY_SIZE) view.setUint32(at, 0x00400006, true)
  const source: ByteSource = {
    size: before.source.size,
    read: async (_, length) => held.slice(0, length),
  }
  const image = { ...before, source }
  const pass = async () => {
    const query = { from: 0, to: payloadBlocks, perCell: PER_CELL }
    await readBlockMap({ ...inspected, before: image, update: undefined }, query)
  }
  const bytes = payloadBlocks * BAT_ENTRY_SIZE
  const read = async () => {
    for (let at = 0; at < bytes; at += held.length) await source.read(at, held.length)
  }
  const { subject, reference } = await compare(5, timed(pass), timed(read))
  record({
    what: 'pass over a BAT of 67 million entries in memory, in million entries a second',
    value: payloadBlocks / 1000 / subject,
    unit: '',
    bar: 200,
    direction: 'at least',
    detail: `${inMs(subject)}; reading the bytes takes ${inMs(reference)} of it`,
  })
})
