/** Why a kept image is not changed, or not as a whole, as one sentence for the user. */

import { messageOf } from '../../engine/findings/finding-words.ts'
import { FORBIDDEN_REPLAY } from '../../engine/inspect/outcome-words.ts'
import { EditError } from '../../engine/journal/edit.ts'
import {
  CannotJournalError,
  JournalTargetError,
  LogFullError,
} from '../../engine/journal/errors.ts'
import { CannotReplayError } from '../../engine/log/replay.ts'
import { CallError } from '../client.ts'

const CANNOT_EDIT = [EditError, LogFullError, JournalTargetError, CannotJournalError]

/** For what the engine throws where it plans a change; nothing has been written then. */
export function planError(error: unknown): unknown {
  if (error instanceof CannotReplayError) {
    return new CallError('cannot-replay', `${FORBIDDEN_REPLAY} ${messageOf(error.reason)}`, {
      cause: error,
    })
  }
  if (CANNOT_EDIT.some((kind) => error instanceof kind)) {
    return new CallError('cannot-edit', (error as Error).message, { cause: error })
  }
  return error
}
