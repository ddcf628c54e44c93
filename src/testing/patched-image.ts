/** An image on this machine's disk with its patch, its scripts, and the copy that they have to give. */
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recipe } from '../engine/compose/recipe.ts'
import { dirty } from '../engine/compose/samples/dirty.ts'
import { type ImageInFolder, withImage } from './in-place.ts'
import { runCommand } from './run-command.ts'

const GUID = 'b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e'

export interface PatchedImage extends ImageInFolder {
  readonly patch: string
  readonly sh: string
  readonly ps1: string
  /** The image as a saved copy has it. */
  readonly after: Buffer
}

/** A few sectors of changes: a script is done with it sooner. */
export const fewChanges: Recipe = {
  ...dirty,
  patches: [{ at: '2560KiB', fill: 0xee, length: '4KiB' }],
}

export const withPatch = (use: (place: PatchedImage) => Promise<void>, recipe: Recipe = dirty) =>
  withImage(async (place) => {
    const made = await makePatchFiles(place.path, place.dir)
    await use({ ...place, ...made, after: await readFile(made.copy) })
  }, recipe)

/** Patch, scripts and copy of the image at `path`, in the folder `dir`. */
export async function makePatchFiles(path: string, dir: string) {
  const [patch, copy] = [join(dir, 'image.patch'), join(dir, 'copy.vhdx')]
  for (const [command, out] of [
    ['replay', copy],
    ['patch', patch],
  ] as const) {
    const { status, err } = await runCommand([command, path, out, '--file-write-guid', GUID])
    if (status !== 0) throw new Error(err)
  }
  return { patch, copy, sh: `${patch}.sh`, ps1: `${patch}.ps1` }
}

/** Another name for a copy of the image: what a test changes is only its own. */
export async function copyOf({ path, dir }: ImageInFolder, name = 'work.vhdx'): Promise<string> {
  const to = join(dir, name)
  await copyFile(path, to)
  return to
}

export const isFile = async (path: string, bytes: Buffer): Promise<boolean> =>
  (await readFile(path)).equals(bytes)
