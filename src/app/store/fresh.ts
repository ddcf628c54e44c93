/** What the state begins with again when another file is opened. */
import { NO_CHAIN } from './chain/chain.ts'
import { NO_CHECK } from './saving/checking.ts'
import type { AppData } from './state.ts'
import { NO_EDITS } from './workbench/workbench.ts'

/** No place in a file. */
export const NOWHERE = {
  selection: undefined,
  diskSelection: undefined,
  diskTop: undefined,
  guestPlace: undefined,
} as const satisfies Partial<AppData>

/** What may be left over from the file before. */
export const FRESH = {
  ...NO_EDITS,
  ...NO_CHAIN,
  ...NO_CHECK,
  entryPosition: undefined,
  goal: undefined,
  upTo: undefined,
  dialog: undefined,
  save: { status: 'idle' },
  keeping: { status: 'idle' },
  bytesRead: undefined,
} as const satisfies Partial<AppData>
