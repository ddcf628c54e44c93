/** How much of the space that nobody owns holds data: a bounded number of places, spread over it. */
import { isZero } from '../bytes/is-zero.ts'
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
  const looked = Math.min(WINDOWS, all)
  let [withData, space, before] = [0, 0, 0]
  for (let i = 0; i < looked; i++) {
    const sector = Math.floor((i * all) / looked)
    while (sector - before >= (sectors[space] ?? all)) before += sectors[space++] ?? 0
    const offset = (spaces[space]?.offset ?? 0) + (sector - before) * WINDOW
    await takeTurn(run)
    if (!isZero(await image.source.read(offset, WINDOW))) withData++
  }
  return { looked, withData }
}
