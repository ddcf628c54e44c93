/**
 * Changes of a recipe that is being written: a JSON document that need not be right yet, so nothing
 * here expects anything of it. Each function gives a new document and leaves the old one as it is.
 */

import type { Path } from '../../../../engine/compose/recipe.ts'

type Members = Readonly<Record<string, unknown>>

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const child = (value: unknown, step: Path[number]): unknown => {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined
  return isMembers(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

/** `undefined` where there is none. */
export const valueAt = (recipe: unknown, path: Path): unknown => path.reduce(child, recipe)

/** Empty where there is no list. */
export function listAt(recipe: unknown, path: Path): readonly unknown[] {
  const value = valueAt(recipe, path)
  return Array.isArray(value) ? value : []
}

/** Own names of an object; none of anything else. */
export function keysAt(recipe: unknown, path: Path): readonly string[] {
  const value = valueAt(recipe, path)
  return isMembers(value) ? Object.keys(value) : []
}

/** Puts `value` there. What is missing on the way, or is of another kind, is made. */
export function withValue(recipe: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const inside = withValue(child(recipe, step), rest, value)
  if (typeof step === 'number') {
    const items: readonly unknown[] = Array.isArray(recipe) ? recipe : []
    return items.toSpliced(step, 1, inside)
  }
  // Not by assignment: a member may be called "__proto__". The first of a name keeps its place.
  const members = isMembers(recipe) ? Object.entries(recipe) : []
  return Object.fromEntries([...members, [step, inside]])
}

/** Takes out a member or an item, and with the last item its list. */
export function without(recipe: unknown, path: Path): unknown {
  const last = path.at(-1)
  const parentPath = path.slice(0, -1)
  const parent = valueAt(recipe, parentPath)
  if (typeof last === 'string') {
    if (!isMembers(parent)) return recipe
    const rest = Object.entries(parent).filter(([name]) => name !== last)
    return withValue(recipe, parentPath, Object.fromEntries(rest))
  }
  if (last === undefined || !Array.isArray(parent)) return recipe
  const rest = parent.toSpliced(last, 1)
  return rest.length === 0 ? without(recipe, parentPath) : withValue(recipe, parentPath, rest)
}

/** Puts `item` into a list, which is made where there is none; behind the last where `index` is left out. */
export function inserted(recipe: unknown, path: Path, item: unknown, index?: number): unknown {
  const items = listAt(recipe, path)
  return withValue(recipe, path, items.toSpliced(index ?? items.length, 0, item))
}

/** Behind itself. */
export function duplicated(recipe: unknown, path: Path): unknown {
  const index = path.at(-1)
  const list = path.slice(0, -1)
  if (typeof index !== 'number') return recipe
  return inserted(recipe, list, valueAt(recipe, path), index + 1)
}

/** Changes places with a neighbour; the same document where there is none. */
export function moved(recipe: unknown, path: Path, by: -1 | 1): unknown {
  const index = path.at(-1)
  const list = path.slice(0, -1)
  const items = listAt(recipe, list)
  if (typeof index !== 'number' || !(index in items) || !(index + by in items)) return recipe
  const rest = items.toSpliced(index, 1)
  return withValue(recipe, list, rest.toSpliced(index + by, 0, items[index]))
}

/** Gives a member another name; the same document where that is taken. */
export function renamed(recipe: unknown, path: Path, name: string): unknown {
  const last = path.at(-1)
  const parentPath = path.slice(0, -1)
  const parent = valueAt(recipe, parentPath)
  if (typeof last !== 'string' || !isMembers(parent) || Object.hasOwn(parent, name)) return recipe
  const entries = Object.entries(parent).map(([key, value]) => [key === last ? name : key, value])
  return withValue(recipe, parentPath, Object.fromEntries(entries))
}

/** Which entry of the log a path leads into; `undefined` where none. */
export function entryOf(path: string): number | undefined {
  const index = /^log\.entries\[(\d{1,6})\]/.exec(path)?.[1]
  return index === undefined ? undefined : Number(index)
}
