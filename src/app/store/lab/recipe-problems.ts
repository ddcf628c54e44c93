/** What is wrong with a recipe, from the lines in which the worker says it. */
import type { RecipeProblem } from '../../../engine/compose/recipe.ts'

/** Names, items and quoted names as in `log.entries[3].bat["no index"]`. */
const LINE = /^((?:[$\w]+|\.[$\w]+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])+): (.+)$/

/** One for each line "path: message"; what names no path is about the whole. */
export const readProblems = (message: string): readonly RecipeProblem[] =>
  message.split('\n').map((line) => {
    const [, path = '', sentence = line] = LINE.exec(line) ?? []
    return { path, message: sentence }
  })
