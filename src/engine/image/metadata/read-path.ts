/** A path of a parent locator as it must have been meant, §2.6.2.6.3. */

export interface PathReading {
  readonly path: string
  /** What was read past, in words; empty for a path that is in order. */
  readonly stray: readonly string[]
}

const NUL = '\0'
/** What programs have been seen to put around paths. */
const AROUND: Readonly<Record<string, { readonly close: string; readonly what: string }>> = {
  '"': { close: '"', what: 'quotes' },
  "'": { close: "'", what: 'quotes' },
  '[': { close: ']', what: 'square brackets' },
}

/** A path has its length beside it (§2.6.2.6.2), so that nothing has to end it or to be around it. */
export function readPath(value: string): PathReading {
  const stray = new Set<string>()
  let from = 0
  while (value[from] === NUL) from++
  const nul = value.indexOf(NUL, from)
  let to = nul < 0 ? value.length : nul
  if (from > 0 || to < value.length) stray.add('NULs')
  for (;;) {
    const around = AROUND[value[from] ?? '']
    if (around === undefined || to - from < 2 || value[to - 1] !== around.close) break
    stray.add(around.what)
    from++
    to--
  }
  return { path: value.slice(from, to), stray: [...stray] }
}
