/** An inspected file as it takes part in a chain: as its replay would leave it. */

import type { Inspected } from '../../inspect/inspect.ts'
import type { Outcome } from '../../inspect/inspection.ts'
import type { ChainFile, ChainFileState } from './chain-file.ts'

const STATES: Readonly<Record<Outcome, ChainFileState>> = {
  clean: 'clean',
  replayable: 'replayed',
  refused: 'refused',
  'not-vhdx': 'not-vhdx',
}

export const chainFileOf = (
  name: string,
  { before, replay, inspection }: Pick<Inspected, 'before' | 'replay' | 'inspection'>,
): ChainFile => ({
  name,
  state: STATES[inspection.outcome],
  image: replay?.after ?? before,
  headers: before.headers,
})
