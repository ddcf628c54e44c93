/** What the first structures of a file system say against relying on it: how it was left, and that it does not fit. */
import { exactSize, upperFirst } from '../bytes/format.ts'
import type { FileSystem } from './volumes/file-system.ts'
import { signWords } from './volumes/volume-words.ts'

/** Sentences; `room` is how many bytes its volume has. */
export function stateDoubts(
  { state, signs = [], size }: FileSystem,
  room: number,
): readonly string[] {
  return [
    ...signs.map((sign) => `${upperFirst(signWords([sign]))}.`),
    ...(state === undefined ? ['It does not say how it was left.'] : []),
    ...(size !== undefined && size > room
      ? [`It says that it has ${exactSize(size)}, but its volume has ${exactSize(room)}.`]
      : []),
  ]
}
