/** The names that somebody may have meant. */

/** Longer texts are no attempt at a name: they are not compared. */
const MAX_LENGTH = 80

/** Up to `most` of `names`, the nearest first; none that has little to do with `text`. */
export function nearest(text: string, names: readonly string[], most = 3): readonly string[] {
  const wanted = text.toLowerCase()
  if (wanted === '' || wanted.length > MAX_LENGTH) return []
  return names
    .map((name) => ({ name, cost: costOf(wanted, name.toLowerCase()) }))
    .filter(({ name, cost }) => cost <= Math.max(wanted.length, name.length) / 3)
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, most)
    .map(({ name }) => name)
}

/** A part of a name costs less than what is missing of it. */
const costOf = (wanted: string, name: string): number =>
  wanted.length > 3 && name.includes(wanted) ? 1 : distance(wanted, name)

/** How many letters have to be put in, left out or replaced. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const row = [i + 1]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (b[j - 1] === letter ? 0 : 1)
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    above = row
  }
  return above[b.length] ?? 0
}
