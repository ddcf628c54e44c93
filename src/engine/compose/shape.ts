/**
 * Readers of JSON-like values that nobody has checked: each gives the value back, made anew of what it
 * knows, or reports what is wrong with it. Here those of lists and objects.
 */
import { formatCount } from '../bytes/format.ts'

/** `message` is one sentence. */
export type Report = (path: string, message: string) => void
/** `undefined` where something was reported. */
export type Shape<T> = (value: unknown, path: string, report: Report) => T | undefined

export function list<T>(item: Shape<T>, maxLength: number): Shape<readonly T[]> {
  return (value, path, report) => {
    if (!Array.isArray(value) || value.length > maxLength) {
      report(path, `This must be a list of at most ${formatCount(maxLength)} items.`)
      return undefined
    }
    return all(Array.from(value, (each: unknown, i) => item(each, `${path}[${i}]`, report)))
  }
}

export function pair<T>(item: Shape<T>): Shape<readonly [T, T]> {
  return (value, path, report) => {
    if (!Array.isArray(value) || value.length !== 2) {
      report(path, 'This must be a list of two items.')
      return undefined
    }
    const first = item(value[0], `${path}[0]`, report)
    const second = item(value[1], `${path}[1]`, report)
    return first === undefined || second === undefined ? undefined : [first, second]
  }
}

const all = <T>(items: readonly (T | undefined)[]): readonly T[] | undefined =>
  items.every((item) => item !== undefined) ? items : undefined

/** Keys and values of an object's own; `undefined` of anything else. */
function ownEntries(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.entries(value) : undefined
}

/** Decimal indices below `end`, at most `maxLength` of them, each with an item. */
export function table<T>(
  item: Shape<T>,
  end: number,
  maxLength: number,
): Shape<Readonly<Record<string, T>>> {
  return (value, path, report) => {
    const entries = ownEntries(value)
    if (entries === undefined || entries.length > maxLength) {
      report(path, `This must be an object with at most ${formatCount(maxLength)} members.`)
      return undefined
    }
    const found: Record<string, T> = {}
    let isRight = true
    for (const [key, each] of entries) {
      const at = member(path, key)
      const read = item(each, at, report)
      const isIndex = /^(0|[1-9]\d{0,9})$/.test(key) && Number(key) < end
      if (!isIndex) report(at, `This must be an index below ${formatCount(end)}.`)
      if (!isIndex || read === undefined) isRight = false
      else found[key] = read
    }
    return isRight ? found : undefined
  }
}

/** How the members of `T` are read. */
export type Members<T> = {
  readonly [Name in keyof T]-?: Shape<Exclude<T[Name], undefined>>
}

/** An object with the members of `shapes` and no others; only those of `required` must be there. */
export function object<T extends object>(
  shapes: Members<T>,
  required: readonly (keyof T & string)[] = [],
): Shape<T> {
  const known = new Map<string, Shape<unknown>>(Object.entries(shapes))
  return (value, path, report) => {
    const entries = ownEntries(value)
    if (entries === undefined) {
      report(path, 'This must be an object.')
      return undefined
    }
    const names = new Set(entries.map(([name]) => name))
    let isRight = true
    for (const name of required) {
      if (names.has(name)) continue
      report(path, `The member ${JSON.stringify(name)} is missing here.`)
      isRight = false
    }
    const found: Record<string, unknown> = {}
    for (const [name, each] of entries) {
      const shape = known.get(name)
      const at = member(path, name)
      if (shape === undefined) report(at, 'There is no such member.')
      const read = shape?.(each, at, report)
      if (read === undefined) isRight = false
      else found[name] = read
    }
    return isRight ? (found as T) : undefined
  }
}

/** An object whose `kind` says which of `shapes` it has; they read the `kind` as well. */
export function tagged<T extends { readonly kind: string }>(
  shapes: {
    readonly [Kind in T['kind']]: Shape<Extract<T, { readonly kind: Kind }>>
  },
): Shape<T> {
  const listed = Object.keys(shapes)
    .map((kind) => JSON.stringify(kind))
    .join(', ')
  const byKind = new Map<unknown, Shape<T>>(Object.entries<Shape<T>>(shapes))
  return (value, path, report) => {
    const entries = ownEntries(value)
    const found = entries?.find(([name]) => name === 'kind')?.[1]
    const shape = byKind.get(found)
    if (shape !== undefined) return shape(value, path, report)
    if (entries === undefined) report(path, 'This must be an object.')
    else report(member(path, 'kind'), `This must be one of ${listed}.`)
    return undefined
  }
}

const MAX_NAME = 40

/** As in JavaScript; what is no plain name is quoted, and cut where it is long. */
function member(path: string, name: string): string {
  if (!/^[$\w]{1,40}$/.test(name)) {
    return `${path}[${JSON.stringify(name.slice(0, MAX_NAME))}]`
  }
  return path === '' ? name : `${path}.${name}`
}
