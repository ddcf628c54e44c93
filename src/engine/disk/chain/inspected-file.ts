/** An inspected file as it takes part in a chain: as its replay would leave it, or as it is on disk. */

import type { Viewed } from '../../inspect/inspect.ts'
import type { Outcome } from '../../inspect/inspection.ts'
import type { ChainFile, ChainFileState } from './chain-file.ts'

const STATES: Readonly<Record<Outcome, ChainFileState>> = {
  clean: 'clean',
  replayable: 'replayed',
  refused: 'refused',
  'not-vhdx': 'not-vhdx',
}

/** As it is on disk, for whoever takes the risk of that. */
export function unreplayedFileOf(
  name: string,
  inspected: Parameters<typeof chainFileOf>[1],
): ChainFile {
  const file = chainFileOf(name, inspected)
  if (file.state !== 'replayed' && file.state !== 'refused') return file
  const state = file.state === 'replayed' ? 'unreplayed' : file.state
  return { ...file, state, image: inspected.before, readsBefore: true }
}

export const chainFileOf = (
  name: string,
  { before, update, inspection }: Pick<Viewed, 'before' | 'update' | 'inspection'>,
): ChainFile => ({
  name,
  state: STATES[inspection.outcome],
  image: update?.after ?? before,
  headers: before.headers,
})
