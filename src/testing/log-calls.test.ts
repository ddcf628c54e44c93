/** That whoever cancels work over a log is heard while it is done, not only at its end. */
import { expect, test, vi } from 'vitest'
import { MIB } from '../engine/format/layout.ts'
import { type Inspected, inspect } from '../engine/inspect/inspect.ts'
import { GROWING_LOGS } from './growing-logs.ts'
import { LOG_CALLS } from './log-calls.ts'
import { REPLAY_IDS } from './our-replay.ts'

vi.setConfig({ testTimeout: 60_000 })

/** Of which the steps are counted, not made. */
const SHORT: readonly string[] = ['readTrace']

/** The logs that are hard for calls for which others are not. */
const HARD: Readonly<Record<string, string>> = {
  readSessions: 'data sectors without an entry',
  readOrphans: 'data sectors without an entry',
  readEntryDiff: 'one entry, whose descriptors fill the log',
}

async function openFor(call: string): Promise<Inspected> {
  const hard = HARD[call] ?? 'zero runs like stairs'
  const log = GROWING_LOGS.find(({ name }) => name === hard)
  if (!log) throw new Error(`there is no log of ${hard}`)
  return inspect(log.image(MIB), REPLAY_IDS)
}

/** How often it lets others have their turn; in which turn it is cancelled. */
async function turnsOf(
  name: string,
  inspected: Inspected,
  cancelAt = Number.POSITIVE_INFINITY,
): Promise<number> {
  const abort = new AbortController()
  let turns = 0
  const pause = async (): Promise<void> => {
    if (++turns === cancelAt) abort.abort(new Error('cancelled'))
  }
  await LOG_CALLS[name]?.(inspected, { signal: abort.signal, pause })
  return turns
}

test.each(Object.keys(LOG_CALLS).filter((name) => !SHORT.includes(name)))(
  'a cancel is heard in the middle of %s',
  async (name) => {
    const inspected = await openFor(name)
    const turns = await turnsOf(name, inspected)
    expect(turns).toBeGreaterThanOrEqual(1)
    for (const turn of new Set([1, Math.ceil(turns / 2), turns])) {
      await expect(turnsOf(name, inspected, turn)).rejects.toThrow('cancelled')
    }
  },
)
