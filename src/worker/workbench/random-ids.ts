/** What a change puts into a file that must be new or random; the engine has no randomness. */
import { type Guid, parseGuid } from '../../engine/bytes/guid.ts'
import type { JournalIds } from '../../engine/journal/plan-journal.ts'
import { CallError } from '../client.ts'

export function randomGuid(): Guid {
  const made = parseGuid(crypto.randomUUID())
  if (!made) throw new CallError('internal', 'The browser makes no GUIDs.')
  return made
}

/** For one change at most. The sequence number is from 1 to 2^62. */
export function randomIds(): JournalIds {
  const [number = 0n] = crypto.getRandomValues(new BigUint64Array(1))
  return {
    fileWriteGuid: randomGuid(),
    dataWriteGuid: randomGuid(),
    logGuid: randomGuid(),
    sequenceNumber: (number >> 2n) + 1n,
  }
}
