import { expect, test } from 'vitest'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { NOT_CLOSED, SALVAGED_DISK, TORN } from '../../testing/salvage-images.ts'
import { surveyed } from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { HEADER_OFFSETS } from '../format/layout.ts'
import { lookFurther } from '../looks/look-further.ts'
import { diagnose } from './diagnose.ts'

async function linesOf(image: ImageDescription): Promise<readonly string[]> {
  const inspected = await surveyed(buildImage(image))
  const looks = await lookFurther({ inspected })
  const { lines } = await diagnose(inspected, { looks })
  return lines.map(({ area, tone, sentence }) => `${area} ${tone}: ${sentence}`)
}

test('each part of an image that is whole is in order, and what was not looked for is not', async () => {
  expect(await linesOf(SALVAGED_DISK)).toEqual([
    'log ok: Empty: the LogGuid of the current header is zero (§2.2.2).',
    'structure ok: In order: headers, tables, metadata and all 16 blocks.',
    'guest ok: No partition table, and no file system that is known.',
  ])
  const child = { ...SALVAGED_DISK, ...parentOf(numberedGuid(1)) }
  expect(await linesOf(child)).toContain('chain attention: The parent is missing.')
})

test('a log that waits is no fault of the rest', async () => {
  expect((await linesOf(NOT_CLOSED)).slice(0, 2)).toEqual([
    'log attention: 1 entry waits to be applied.',
    'structure ok: In order: headers, tables, metadata and all 16 blocks.',
  ])
})

test('a part that is damaged has the names of its causes, and the disk is not called looked at', async () => {
  const torn = await linesOf(TORN)
  expect(torn[0]).toBe('log bad: The log cannot be replayed.')
  expect(torn.at(-1)).toBe('guest unknown: Not looked at. The format forbids opening this file.')
  const patches = HEADER_OFFSETS.map((at) => ({ at, bytes: new Uint8Array(4096) }))
  const headless = await linesOf({ ...SALVAGED_DISK, patches })
  expect(headless[0]).toBe(
    'log unknown: No header says where it is, and whether it must be applied.',
  )
  expect(headless[1]).toBe('structure bad: Both headers are damaged.')
})

test('of a disk whose blocks are in doubt nothing is called in order', async () => {
  const wiped = { ...SALVAGED_DISK, patches: [{ at: 3 * 2 ** 20, bytes: new Uint8Array(2 ** 16) }] }
  expect((await linesOf(wiped)).slice(1)).toEqual([
    'structure bad: The table of blocks is empty.',
    'guest unknown: Not judged: which blocks are the disk is in doubt.',
  ])
})

test('a file that is no VHDX has no parts', async () => {
  const bytes = new Uint8Array(8 * 2 ** 20).fill(0x20)
  expect(await linesOf({ ...SALVAGED_DISK, patches: [{ at: 0, bytes }] })).toEqual([])
})
