/** Searches through any file, however damaged. */
import { expect } from 'vitest'
import { quietRun, type SessionCalls } from './worker-calls.ts'

interface AskedSearch {
  readonly calls: SessionCalls
}

const run = quietRun()
const WITHIN = ['file', 'disk'] as const
/** Bytes: a search that would read more is left out. */
const MOST = 64 * 1024 * 1024

export const SEARCH_CALLS: Readonly<Record<string, (asked: AskedSearch) => Promise<unknown>>> = {
  'search.sizes': async ({ calls }) => {
    for (const within of WITHIN) await calls.search.sizes({ within, state: 'before' }, run)
  },
  'search.find': async ({ calls }) => {
    for (const within of WITHIN) {
      const sizes = await calls.search.sizes({ within, state: 'after' }, run)
      for (const scope of ['structures', 'changes', 'all'] as const) {
        const size = sizes[scope]
        if (size === undefined || size > MOST) continue
        const wish = { within, scope, state: 'after', kind: 'structure', text: 'entry' } as const
        expect(await calls.search.find(wish, run)).toMatchObject({ ok: true })
      }
    }
  },
}
