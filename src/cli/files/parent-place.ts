/** Where a parent is, for the locator of its child: §2.6.2.6.3. */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import type { ParentPlace } from '../../engine/disk/chain/relink.ts'
import { Failure } from '../failure.ts'
import { printable } from '../printable.ts'

/** As Windows writes it; `out` is the child. Throws a `Failure` where no locator can say it. */
export function placeOf(parent: string, out: string): ParentPlace {
  const absolute = resolve(parent)
  const between = relative(dirname(resolve(out)), absolute)
  if (sep !== '\\' && absolute.includes('\\')) {
    throw new Failure(
      `${printable(absolute)} has a backslash in a name, which no parent locator can say.`,
    )
  }
  const written = (path: string): string => path.split(sep).join('\\')
  const isBelow = !between.startsWith('..')
  return {
    // From one drive to another there is none.
    relative: isAbsolute(between) ? undefined : written(isBelow ? `.${sep}${between}` : between),
    absolute: written(absolute),
  }
}
