/** Opening, closing and asking: one worker per open file. */

import { isSurveyed } from '../../../engine/inspect/is-surveyed.ts'
import type { CallOptions, Client } from '../../../worker/client.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import type { CallName, Calls, Progress } from '../../../worker/protocol/protocol.ts'
import { errorInfo } from '../error-info.ts'
import { FRESH, NOWHERE } from '../fresh.ts'
import { losesRecipe } from '../lab/lab.ts'
import { fingerprintOf, isSame, wordsOf } from '../navigation/fingerprint.ts'
import { losesNotes, NO_NOTES } from '../report.ts'
import type { GetState, Origin, SessionActions, SetState } from '../state.ts'
import { whenCalm } from '../when-calm.ts'
import { NO_EDITS } from '../workbench/workbench.ts'
import { fileHandle } from './file-handle.ts'
import { noticing, type Open } from './notice.ts'
import { type Begin, beginFrom, nameOf } from './origin.ts'
import type { RenewingCall, WorkbenchCall } from './session-state.ts'

/** The bytes that have been read are counted when no call has ended for so long. */
const CALM_MS = 200

export function sessionActions(
  set: SetState,
  get: GetState,
  connect: () => Client,
): SessionActions {
  let client: Client | undefined
  /** For calls without an open file; the next file that is opened takes it over. */
  let spare: Client | undefined
  let epoch = 0
  let again: (() => Promise<unknown>) | undefined
  let leaving: (() => Promise<void>) | undefined
  let checking = false
  let counting: AbortController | undefined
  /** The place that the address named belongs to the first file only. */
  let routed = false
  const { changeOpen, noticeChange, noticeError } = noticing(set, get)

  /** Whether something runs that must end first; says so. */
  const busy = (): boolean => {
    const { save, keeping, writing, announce } = get()
    if (save.status === 'running') announce('A copy is being saved. Cancel the save first.')
    else if (keeping.status === 'running') announce('An image is being kept. Cancel that first.')
    else if (writing.status === 'running') announce('The image is being written. Wait for the end.')
    else return false
    return true
  }

  /** Does what ends the open file, at once or when somebody has said that its changes may go. */
  const leaveFor = async (next: () => Promise<void>, keepsNotes = false): Promise<void> => {
    if (busy() || (get().evidenceMode && !(await get().endEvidence()))) return
    const loses = get().edits.length > 0 || losesRecipe(get())
    if (!loses && (keepsNotes || !losesNotes(get()))) return next()
    leaving = next
    set({ dialog: 'leave' })
  }

  const end = () => {
    client?.close()
    client = undefined
  }

  const countBytesRead = whenCalm(() => {
    const asked = client
    asked?.call('file.bytesRead', {}).then(
      (bytesRead) => {
        if (client === asked) set({ bytesRead })
      },
      () => {
        // The file was closed, or its worker died: whoever reads of it meets that, too.
      },
    )
  }, CALM_MS)

  /** Shows what has been read; of the place where one was it keeps what is still there. */
  const show = async (
    inspection: Opened,
    about: Pick<Open, 'name' | 'origin' | 'opened' | 'epoch'>,
  ): Promise<void> => {
    const { state, selection } = get()
    set({
      session: {
        status: 'open',
        ...about,
        inspection,
        surveying: undefined,
        stale: undefined,
      },
      state: inspection.update ? state : 'before',
      selection: selection && selection.offset < inspection.size ? selection : undefined,
    })
    get().findNotes()
    countBytesRead()
    await readMore(about.epoch, 'few')
  }

  /** Adds what opening left out, as it comes. */
  const readMore = async (
    reading: number,
    blocks: 'few' | 'all',
    signal?: AbortSignal,
  ): Promise<void> => {
    try {
      const onAddition = (inspection: Opened) => changeOpen(reading, { inspection })
      const onProgress = (surveying: Progress) => changeOpen(reading, { surveying })
      const options = { onProgress, onAddition, signal }
      onAddition(await get().call('file.additions', { blocks }, options))
    } catch {
      // Whoever needs the census offers to try again; a changed file has been noticed by `call`.
    } finally {
      changeOpen(reading, { surveying: undefined })
    }
  }

  /** Whether it is shown now. What is not `fresh` is read again, and keeps its parents. */
  const start = async (
    origin: Origin,
    name: string,
    fresh: boolean,
    begin: Begin,
  ): Promise<boolean> => {
    end()
    const mine = spare ?? connect()
    spare = undefined
    client = mine
    const opening = ++epoch
    const parents = fresh ? [] : get().parents
    const { entryPosition } = routed ? FRESH : get()
    const notes = fresh && NO_NOTES
    set({ ...FRESH, ...notes, entryPosition, parents, session: { status: 'opening', name } })
    if (fresh && routed) set({ view: 'overview', state: 'before', ...NOWHERE })
    let inspection: Opened
    try {
      inspection = await begin(mine, {
        onProgress: (progress) => {
          if (client === mine && get().session.status === 'opening') {
            set({ session: { status: 'opening', name, progress } })
          }
        },
      })
    } catch (thrown) {
      if (client !== mine) return false
      end()
      set({ session: { status: 'failed', name, error: errorInfo(thrown) } })
      return false
    }
    if (client !== mine) return false
    routed = true
    const { awaited, announce } = get()
    set({ awaited: undefined })
    if (awaited && !isSame(awaited, fingerprintOf(inspection))) {
      announce(`The link is about another file, or about this one as it was: ${wordsOf(awaited)}.`)
    }
    await show(inspection, { name, origin, opened: opening, epoch: opening })
    return client === mine
  }

  /** Opens what is no file of the user, now and where it is read again. */
  const startFrom = (origin: Exclude<Origin, { kind: 'file' }>, name = nameOf(origin)) =>
    leaveFor(async () => {
      again = () => start(origin, name, false, beginFrom(origin))
      await start(origin, name, true, beginFrom(origin))
    })

  return {
    open: (input, handle, then) =>
      leaveFor(async () => {
        const current = fileHandle(handle)
        const read = (source: File | FileSystemFileHandle, fresh: boolean) =>
          start({ kind: 'file' }, input.name, fresh, (to, options) =>
            to.call('file.open', { input: source }, options),
          )
        // A `File` is the file as it was when it was given; only a handle can see it as it is now.
        again = async () => read((await current) ?? input, false)
        if (await read(input, true)) await then?.()
      }),

    openSample: (sample) => startFrom({ kind: 'recipe', recipe: undefined, sample }),

    openKept: (name) => startFrom({ kind: 'kept', name }),

    openRecipe: (recipe, name, base) => startFrom({ kind: 'recipe', recipe, base }, name),

    async renew<C extends RenewingCall>(
      call: C,
      params: Calls[C]['params'],
      origin?: Origin,
      options?: CallOptions<NoInfer<C>>,
    ): Promise<void> {
      const mine = client
      // Every `RenewingCall` gives one, which TypeScript does not follow through an index.
      const inspection = (await get().call(call, params, options)) as Opened
      const { session } = get()
      if (client !== mine || session.status !== 'open') return
      const { name, opened } = session
      const from = origin ?? session.origin
      if (from.kind !== 'file') again = () => start(from, name, false, beginFrom(from))
      set({ entryPosition: undefined, upTo: undefined, chain: undefined })
      await show(inspection, { name, origin: from, opened, epoch: ++epoch })
    },

    reopen: () => leaveFor(async () => void (await again?.()), true),

    close() {
      void leaveFor(async () => {
        end()
        epoch++
        again = undefined
        set({
          ...FRESH,
          ...NO_NOTES,
          session: { status: 'empty' },
          view: 'overview',
          state: 'before',
          ...NOWHERE,
        })
      })
    },

    leave() {
      const next = leaving
      leaving = undefined
      set({ ...NO_EDITS, dialog: undefined })
      void next?.()
    },

    async survey() {
      const { session } = get()
      if (session.status !== 'open' || isSurveyed(session.inspection) || session.surveying) return
      changeOpen(session.epoch, { surveying: { done: 0, total: 0 } })
      counting = new AbortController()
      await readMore(session.epoch, 'all', counting.signal)
    },

    cancelSurvey: () => counting?.abort(),

    async checkSource() {
      const { session, save, writing } = get()
      if (session.status !== 'open' || session.stale) return
      if (checking || save.status === 'running' || writing.status === 'running') return
      checking = true
      try {
        const { changed } = await get().call('file.check', {})
        if (changed) noticeChange(session.epoch, 'The file changed since it was opened.')
      } catch {
        // What was about the file has been noticed by `call`.
      } finally {
        checking = false
      }
    },

    async call<C extends CallName>(
      call: C,
      params: Calls[C]['params'],
      options?: CallOptions<NoInfer<C>>,
    ): Promise<Calls[C]['result']> {
      const { session } = get()
      if (client === undefined || session.status !== 'open') throw new Error('No file is open.')
      try {
        return await client.call(call, params, options)
      } catch (thrown) {
        noticeError(session.epoch, thrown)
        throw thrown
      } finally {
        countBytesRead()
      }
    },

    async callWorkbench<C extends WorkbenchCall>(
      call: C,
      params: Calls[C]['params'],
      options?: CallOptions<NoInfer<C>>,
    ): Promise<Calls[C]['result']> {
      const opened = get().session.status === 'open' ? client : undefined
      if (opened === undefined) spare ??= connect()
      return ((opened ?? spare) as Client).call(call, params, options)
    },
  }
}
