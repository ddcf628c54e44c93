/** The image that a recipe makes, as a file, so that it is read, saved and downloaded as any other. */

import { cached } from '../../engine/bytes/cached-source.ts'
import { formatBytes } from '../../engine/bytes/format.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import { CannotComposeError, composeOnto } from '../../engine/compose/compose-onto.ts'
import { describeLog } from '../../engine/compose/describe-log.ts'
import { spender } from '../../engine/compose/describe-recipe.ts'
import { parseRecipe, problemLine, recipeDescription } from '../../engine/compose/parse-recipe.ts'
import type { Recipe } from '../../engine/compose/recipe.ts'
import type { SparseFile } from '../../engine/compose/sparse-file.ts'
import type { Inspected } from '../../engine/inspect/inspect.ts'
import { preview } from '../../engine/update/preview.ts'
import { CallError } from '../client.ts'
import { KEPT } from '../errors.ts'
import { CACHE } from '../file/cache.ts'
import { blobSource } from '../file/files.ts'
import type { PlacedEntry } from '../protocol/recipe.ts'
import { blobOfParts, type CopyPart, copyParts, MAX_ZEROS_IN_BLOB } from '../save/copy-parts.ts'

/** Throws a `CallError` with a line for each problem. */
export function recipeOf(value: unknown): Recipe {
  const parsed = parseRecipe(value)
  if (parsed.ok) return parsed.recipe
  throw new CallError('bad-recipe', parsed.problems.map(problemLine).join('\n'))
}

/** Throws a `CallError` where the image is larger than a browser can make. */
export function recipeImage(recipe: Recipe): Blob {
  const source = buildRecipe(recipe)
  if (source.size > MAX_ZEROS_IN_BLOB) {
    const most = formatBytes(MAX_ZEROS_IN_BLOB)
    throw new CallError('bad-recipe', `The image is larger than the ${most} that are made here.`)
  }
  return sparseBlob(source)
}

/** `base` with the recipe's log: a new file that shares its bytes. Throws a `CallError`. */
export async function recipeOnto(base: Blob, { log = {} }: Recipe): Promise<Blob> {
  const source = cached(blobSource(base, KEPT), CACHE)
  try {
    const steps = await composeOnto(source, log)
    return blobOfParts(await copyParts(base, preview(source, steps)))
  } catch (error) {
    if (!(error instanceof CannotComposeError)) throw error
    throw new CallError('bad-recipe', error.message, { cause: error })
  }
}

/**
 * Where the entries of the log have gone, in the recipe's order: in the image that it makes, or in
 * `onto`, the image that its log was put onto.
 */
export function placesOf(recipe: Recipe, onto?: Inspected): readonly PlacedEntry[] {
  const ring = onto?.scan?.region
  const bounds = ring && { ring, batEntries: onto.before.bat?.count ?? 0, spend: spender() }
  const log = bounds
    ? describeLog(recipe.log ?? {}, bounds, 'log', () => {})
    : recipeDescription(recipe).log
  return (log?.entries ?? []).map(({ position = 0, sequenceNumber = 0n }) => ({
    position,
    sequenceNumber,
  }))
}

function sparseBlob(source: SparseFile): Blob {
  const parts: CopyPart[] = []
  let offset = 0
  const addZeros = (end: number): void => {
    if (end > offset) parts.push({ kind: 'zeros', offset, length: end - offset })
    offset = end
  }
  for (const extent of source.extents()) {
    addZeros(extent.offset)
    const bytes = source.take(extent.offset, extent.length) as Uint8Array<ArrayBuffer>
    parts.push({ kind: 'bytes', offset, blob: new Blob([bytes]) })
    offset = endOf(extent)
  }
  addZeros(source.size)
  return blobOfParts(parts)
}
