/** Reading that goes on while what was read before is worked on. */

/**
 * What `load` gives for each key, in order. While one is in use the next ones, `depth` at most, are on
 * their way: so many are in memory beside it. Whoever stops early does not wait for them.
 */
export async function* readAhead<Key, Loaded>(
  keys: Iterable<Key> | AsyncIterable<Key>,
  depth: number,
  load: (key: Key) => Promise<Loaded>,
): AsyncGenerator<Loaded, void, undefined> {
  const coming: Promise<Loaded>[] = []
  for await (const key of keys) {
    const next = load(key)
    // It is awaited only when its turn comes, or never.
    next.catch(() => {})
    coming.push(next)
    if (coming.length <= depth) continue
    const first = coming.shift()
    if (first) yield await first
  }
  for (const last of coming) yield await last
}
