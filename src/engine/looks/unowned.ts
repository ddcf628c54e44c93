/** How much of the space that nobody owns holds data: a bounded number of places, spread over it. */
import { holdsZeros } from '../bytes/held.ts'
import { takeTurn } from '../bytes/pace.ts'
import { KIB } from '../format/layout.ts'
import type { Look } from './look.ts'

const WINDOW = 4 * KIB
/** So many places are looked at in all. */
const WINDOWS = 256

/** Reads at most 1 MiB. */
export const lookAtUnowned: Look<'unowned'> = async ({ examined: { of, image } }, run) => {
  const spaces = of('space.unreferenced', 'space.trailing').map(({ at }) => at)
  const sectors = spaces.map(({ length }) => Math.floor(length / WINDOW))
  const all = sectors.reduce((sum, count) => sum + count, 0)
  const wanted = Math.min(WINDOWS, all)
  let [looked, withData, space, before] = [0, 0, 0, 0]
  for (let i = 0; i < wanted; i++) {
    const sector = Math.floor((i * all) / wanted)
    while (sector - before >= (sectors[space] ?? all)) before += sectors[space++] ?? 0
    const offset = (spaces[space]?.offset ?? 0) + (sector - before) * WINDOW
    await takeTurn(run)
    const isEmpty = await holdsZeros(image.source, { offset, length: WINDOW })
    if (isEmpty === undefined) continue
    looked++
    if (!isEmpty) withData++
  }
  return { looked, withData }
}
