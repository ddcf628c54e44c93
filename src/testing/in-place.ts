/** What tests of the replay in place share: a folder with an image, and its commands. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildRecipe } from '../engine/compose/build-recipe.ts'
import { LOG_GUID } from '../engine/compose/compose-log.ts'
import type { Recipe } from '../engine/compose/recipe.ts'
import { dirty } from '../engine/compose/samples/dirty.ts'
import { HEADER_OFFSETS, HEADER_SIZE } from '../engine/format/layout.ts'
import { inTempDir } from './qemu.ts'
import { runCommand } from './run-command.ts'
import { writeImage } from './write-image.ts'

/** The undo file of an image whose log has no GUID of its own. */
export const undoOf = (path: string): string => `${path}.undo-${LOG_GUID.slice(0, 8)}`

export interface ImageInFolder {
  readonly dir: string
  readonly path: string
  readonly undo: string
  /** The image as it was. */
  readonly before: Buffer
}

export const withImage = (use: (place: ImageInFolder) => Promise<void>, recipe: Recipe = dirty) =>
  inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, buildRecipe(recipe))
    await use({ dir, path, undo: undoOf(path), before: await readFile(path) })
  })

export const inPlace = (path: string, ...options: readonly string[]) =>
  runCommand(['replay', '--in-place', path, ...options])

/** All bytes but those of the headers, whose numbers tell how often they were written. */
export async function withoutHeaders(path: string): Promise<Buffer> {
  const bytes = await readFile(path)
  for (const at of HEADER_OFFSETS) bytes.fill(0, at, at + HEADER_SIZE)
  return bytes
}

export const ONE_SENTENCE = /^[^\n]+[.?]\n$/
