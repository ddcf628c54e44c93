/** Opening, closing and asking: one worker per open file. */
import type { SampleId } from '../../engine/compose/sample-id.ts'
import type { Inspection } from '../../engine/inspect/inspection.ts'
import type { CallOptions, Client } from '../../worker/client.ts'
import type { CallName, Calls } from '../../worker/protocol.ts'
import { errorInfo, hasCode } from './error-info.ts'
import type { AppData, GetState, SessionActions, SetState } from './state.ts'
import { whenCalm } from './when-calm.ts'

/** Up to so many BAT entries (16 MiB) are surveyed without being asked for. */
const SURVEY_AT_ONCE = 2 * 1024 * 1024

type Begin = (client: Client, options: CallOptions) => Promise<Inspection>

/** The bytes that have been read are counted when no call has ended for so long. */
const CALM_MS = 200

/** What may be left over from the file before. */
const FRESH = {
  entryPosition: undefined,
  goal: undefined,
  upTo: undefined,
  dialog: undefined,
  save: { status: 'idle' },
  bytesRead: undefined,
} as const satisfies Partial<AppData>

const handleOf = async (
  handle: Promise<FileSystemHandle | null> | undefined,
): Promise<FileSystemFileHandle | undefined> => {
  const found = await handle?.catch(() => null)
  return found?.kind === 'file' ? (found as FileSystemFileHandle) : undefined
}

export function sessionActions(
  set: SetState,
  get: GetState,
  connect: () => Client,
): SessionActions {
  let client: Client | undefined
  let epoch = 0
  let again: (() => Promise<void>) | undefined
  let checking = false
  /** The place that the address named belongs to the first file only. */
  let routed = false

  const busy = (): boolean => {
    if (get().save.status !== 'running') return false
    get().announce('A copy is being saved. Cancel the save first.')
    return true
  }

  const end = () => {
    client?.close()
    client = undefined
  }

  const countBytesRead = whenCalm(() => {
    const asked = client
    asked?.call('bytesRead', {}).then(
      (bytesRead) => {
        if (client === asked) set({ bytesRead })
      },
      () => {
        // The file was closed, or its worker died: whoever reads of it meets that, too.
      },
    )
  }, CALM_MS)

  const start = async (name: string, fresh: boolean, begin: Begin): Promise<void> => {
    end()
    const mine = connect()
    client = mine
    const opening = ++epoch
    set({ ...FRESH, session: { status: 'opening', name } })
    if (fresh && routed) set({ view: 'overview', state: 'before', selection: undefined })
    try {
      const inspection = await begin(mine, {
        onProgress: (progress) => {
          if (client === mine && get().session.status === 'opening') {
            set({ session: { status: 'opening', name, progress } })
          }
        },
      })
      if (client !== mine) return
      routed = true
      const { state, selection } = get()
      set({
        session: {
          status: 'open',
          name,
          epoch: opening,
          inspection,
          surveyed: false,
          surveying: undefined,
          staleSince: undefined,
        },
        state: inspection.replay ? state : 'before',
        selection: selection && selection.offset < inspection.size ? selection : undefined,
      })
      countBytesRead()
    } catch (thrown) {
      if (client !== mine) return
      end()
      set({ session: { status: 'failed', name, error: errorInfo(thrown) } })
      return
    }
    const entries = get().session
    const geometry = entries.status === 'open' ? entries.inspection.before.geometry : undefined
    if (geometry && geometry.batEntries <= SURVEY_AT_ONCE) await get().survey()
  }

  const changeOpen = (
    opening: number,
    change: Partial<Extract<AppData['session'], { status: 'open' }>>,
  ) =>
    set(({ session }) =>
      session.status === 'open' && session.epoch === opening
        ? { session: { ...session, ...change } }
        : {},
    )

  const noticeChange = (opening: number) => {
    const { session } = get()
    if (session.status !== 'open' || session.epoch !== opening || session.staleSince) return
    changeOpen(opening, { staleSince: Date.now() })
    get().announce('The file changed since it was opened.', true)
  }

  return {
    async open(input, handle) {
      if (busy()) return
      const current = handleOf(handle)
      const read = (source: File | FileSystemFileHandle, fresh: boolean) =>
        start(input.name, fresh, (to, options) => to.call('open', { input: source }, options))
      // A `File` is the file as it was when it was given; only a handle can see it as it is now.
      again = async () => read((await current) ?? input, false)
      await read(input, true)
    },

    async openSample(sample: SampleId) {
      if (busy()) return
      const read = (fresh: boolean) =>
        start(`${sample}.vhdx`, fresh, (to, options) => to.call('openSample', { sample }, options))
      again = () => read(false)
      await read(true)
    },

    async reopen() {
      if (!busy()) await again?.()
    },

    close() {
      if (busy()) return
      end()
      epoch++
      again = undefined
      set({
        ...FRESH,
        session: { status: 'empty' },
        view: 'overview',
        state: 'before',
        selection: undefined,
      })
    },

    async survey() {
      const { session } = get()
      if (session.status !== 'open' || session.surveyed || session.surveying) return
      const opening = session.epoch
      changeOpen(opening, { surveying: { done: 0, total: 0 } })
      try {
        const inspection = await get().call(
          'survey',
          {},
          { onProgress: (surveying) => changeOpen(opening, { surveying }) },
        )
        changeOpen(opening, { inspection, surveyed: true, surveying: undefined })
      } catch {
        // Whoever needs the census offers to try again; a changed file has been noticed by `call`.
        changeOpen(opening, { surveying: undefined })
      }
    },

    async checkSource() {
      const { session, save } = get()
      if (session.status !== 'open' || session.staleSince || save.status === 'running') return
      if (checking) return
      checking = true
      try {
        const { changed } = await get().call('checkSource', {})
        if (changed) noticeChange(session.epoch)
      } catch (thrown) {
        if (hasCode(thrown, 'in-use', 'unreadable', 'no-permission')) noticeChange(session.epoch)
      } finally {
        checking = false
      }
    },

    async call<C extends CallName>(
      call: C,
      params: Calls[C]['params'],
      options?: CallOptions,
    ): Promise<Calls[C]['result']> {
      const { session } = get()
      if (client === undefined || session.status !== 'open') throw new Error('No file is open.')
      try {
        return await client.call(call, params, options)
      } catch (thrown) {
        // A save may also miss the folder that it writes to, which says nothing about the file.
        const gone = call !== 'saveCopy' && hasCode(thrown, 'file-missing')
        if (gone || hasCode(thrown, 'file-changed')) noticeChange(session.epoch)
        throw thrown
      } finally {
        countBytesRead()
      }
    },
  }
}
