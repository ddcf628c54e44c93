/** `create` and `compose`: new images. */
import { randomUUID } from 'node:crypto'
import { formatBytes } from '../../engine/bytes/format.ts'
import { guid } from '../../engine/bytes/guid.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import { parseRecipe, problemLine } from '../../engine/compose/parse-recipe.ts'
import type { ParsedRecipe } from '../../engine/compose/recipe.ts'
import type { SparseFile } from '../../engine/compose/sparse-file.ts'
import { MIB } from '../../engine/format/layout.ts'
import type { CommandOf } from '../command.ts'
import { USAGE } from '../exit-status.ts'
import { makeNewFile } from '../files/new-file.ts'
import { readText } from '../files/read-text.ts'
import { writeSparse } from '../files/write-sparse.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'

/** A recipe of the longest lists has less. */
const MAX_RECIPE_SIZE = 64 * MIB

export async function createImage(
  { out, size, blockSize, logicalSectorSize, logSize }: CommandOf<'create'>,
  io: Io,
): Promise<number> {
  const image = buildImage({
    virtualDiskSize: size,
    blockSize,
    logicalSectorSize,
    log: { length: logSize },
    virtualDiskId: guid(randomUUID()),
    fileWriteGuid: guid(randomUUID()),
    dataWriteGuid: guid(randomUUID()),
  })
  const status = await writeNew(out, image, io)
  io.out(`${printable(out)}: an empty dynamic disk of ${formatBytes(size)}\n`)
  return status
}

export async function composeImage(
  { recipe: path, out }: CommandOf<'compose'>,
  io: Io,
): Promise<number> {
  const text = await readText(path, MAX_RECIPE_SIZE)
  const parsed = parseText(text)
  if (!parsed.ok) {
    for (const problem of parsed.problems) io.err(`${printable(problemLine(problem))}\n`)
    return USAGE
  }
  const image = buildRecipe(parsed.recipe)
  const status = await writeNew(out, image, io)
  io.out(`${printable(out)}: ${formatBytes(image.size)}\n`)
  return status
}

function parseText(text: string): ParsedRecipe {
  try {
    return parseRecipe(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false, problems: [{ path: '', message: `This is not JSON: ${error.message}.` }] }
  }
}

/** As every program makes files: what the umask leaves. */
const ANYBODY = 0o666

const writeNew = (out: string, image: SparseFile, io: Io): Promise<number> =>
  makeNewFile(
    out,
    async (file) => {
      await writeSparse(file, image, io.signal)
      await file.flush()
    },
    io,
    { mode: ANYBODY },
  )
