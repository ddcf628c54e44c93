import { describe, expect, test } from 'vitest'
import { severityOf } from '../../engine/findings/finding.ts'
import type { FakeTab } from '../../testing/fake-disk.ts'
import { BACK, EDITS, type KeptDisk, keptDisk } from '../../testing/kept-disk.ts'
import { stride } from '../../testing/thorough.ts'
import { quietRun, type SessionCalls } from '../../testing/worker-calls.ts'
import type { CallError } from '../client.ts'

const run = quietRun()

const commit = (session: SessionCalls, edits = EDITS) =>
  session.edit.commit({ edits, end: 'apply' }, run)

/** Calls `strike` at writes, resizes and flushes of a change, each in its turn, in a fresh image each time. */
async function atEachPoint(
  change: (session: SessionCalls) => Promise<unknown>,
  strike: (tab: FakeTab) => void,
  look: (call: Promise<unknown>, kept: KeptDisk, session: SessionCalls) => Promise<void>,
  [first, every]: readonly [first: number, every: number],
): Promise<number> {
  for (let point = first; ; point += every) {
    const kept = await keptDisk()
    const { tab, session } = await kept.openTab()
    let count = 0
    tab.before = () => {
      if (++count === point) strike(tab)
    }
    const call = change(session)
    call.catch(() => {})
    await look(call, kept, session)
    if (count < point) return point - 1
  }
}

const CHANGES = [
  ['a commit', commit],
  [
    'a replay in place',
    async (session: SessionCalls) => {
      await session.edit.commit({ edits: EDITS, end: 'leave-in-log' }, run)
      return session.edit.replay({}, run)
    },
  ],
] as const

describe.each(CHANGES)('%s that fails at any point', (_, change) => {
  test.each([
    ['QuotaExceededError', 'no-space', 1],
    ['InvalidStateError', 'internal', 2],
  ])('with %s says in which state the image is, and has it open', async (name, expected, first) => {
    const states = new Set<string>()
    const points = await atEachPoint(
      change,
      () => {
        throw new DOMException('from the test', name)
      },
      async (call, kept, session) => {
        const error = await call.then(
          () => undefined,
          (thrown: unknown) => thrown as CallError,
        )
        if (!error) return
        const { code, message } = error.info
        expect(code).toBe(expected)
        const inspection = await session.file.additions({ blocks: 'few' }, run)
        const isMade = kept.isEdited()
        states.add(`${inspection.outcome}, ${isMade ? 'made' : 'not made'}`)
        if (inspection.outcome === 'replayable') {
          expect(message).toMatch(/replay the log in place to make it|try again/)
          await session.edit.replay({}, run)
          expect(kept.isEdited()).toBe(true)
        } else {
          expect(inspection.outcome).toBe('clean')
          expect(message).toMatch(isMade ? /all the same/ : /as it was/)
          if (!isMade) await commit(session)
        }
        expect(kept.isEdited()).toBe(true)
      },
      // Where it fails matters more than with what.
      [first, stride(2)],
    )
    expect(points).toBeGreaterThan(10)
    expect(states).toContain('clean, not made')
    expect(states).toContain('replayable, not made')
    expect(states).toContain('clean, made')
  })

  test.each([
    ['keeps', false, 1],
    ['loses', true, 2],
  ])('because the tab dies and the disk %s what was not flushed', async (__, losesPower, first) => {
    await atEachPoint(
      change,
      (tab) => tab.kill(),
      async (call, kept) => {
        await call.catch(() => {})
        if (losesPower) kept.disk.losePower()
        const { session, inspection } = await kept.openTab()
        if (inspection.outcome === 'replayable') await session.edit.replay({}, run)
        else expect(inspection.outcome).toBe('clean')
        // The headers may differ: §2.2.2.1 writes one behind the other.
        expect(inspection.findings.map(severityOf)).not.toContain('error')
        if (!kept.isEdited()) expect(kept.isOriginal()).toBe(true)
        await commit(session, BACK)
        expect(kept.isOriginal()).toBe(true)
      },
      [first, stride(3)],
    )
  })
})
