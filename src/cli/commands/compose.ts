/** `compose`: the image of a recipe. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import { parseRecipe, problemLine } from '../../engine/compose/parse-recipe.ts'
import type { ParsedRecipe } from '../../engine/compose/recipe.ts'
import { MIB } from '../../engine/format/layout.ts'
import { defineCommand } from '../command.ts'
import { USAGE } from '../exit-status.ts'
import { readText } from '../files/read-text.ts'
import { makeSparse } from '../files/write-sparse.ts'
import { printable } from '../printable.ts'

/** A recipe of the longest lists has less. */
const MAX_RECIPE_SIZE = 64 * MIB

export const compose = defineCommand({
  name: 'compose',
  summary: 'Makes the image that a recipe tells of (docs/recipes.md).',
  operands: { recipe: { what: 'a recipe' }, out: { what: 'the file to write' } },
  options: {},
  async run({ recipe: path, out }, io) {
    const text = await readText(path, MAX_RECIPE_SIZE)
    const parsed = parseText(text)
    if (!parsed.ok) {
      for (const problem of parsed.problems) io.err(`${printable(problemLine(problem))}\n`)
      return USAGE
    }
    const image = buildRecipe(parsed.recipe)
    const status = await makeSparse(out, image, io)
    io.out(`${printable(out)}: ${formatBytes(image.size)}\n`)
    return status
  },
})

function parseText(text: string): ParsedRecipe {
  try {
    return parseRecipe(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false, problems: [{ path: '', message: `This is not JSON: ${error.message}.` }] }
  }
}
