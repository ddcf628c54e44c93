/** Files that come together: the child among them is opened, and its parents are put below it. */

import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { ChainReport } from '../../../engine/disk/chain/chain-report.ts'
import type { NamedFile } from '../../../worker/protocol/chain.ts'
import { errorInfo } from '../error-info.ts'
import { fileHandle } from '../session/file-handle.ts'
import type { GetState, Session, SetState } from '../state.ts'
import type { ChainActions, ChainData, DroppedFile } from './chain-state.ts'

export const NO_CHAIN = {
  parents: [],
  chain: undefined,
  parentFault: undefined,
  dropped: [],
  together: undefined,
} as const satisfies Partial<ChainData>

/** Whether a child disk is open. */
export const isChild = (session: Session): boolean => {
  if (session.status !== 'open') return false
  const { before, after } = session.inspection
  return (after ?? before).metadata?.fileParameters?.hasParent === 1
}

export function chainActions(set: SetState, get: GetState): ChainActions {
  let latest = 0
  /** The reading of the file whose chain is being read. */
  let busyWith: number | undefined
  /** The one whose chain has been read last. */
  let known: number | undefined
  const handles = new WeakMap<NamedFile, DroppedFile['handle']>()

  const named = ({ file, handle }: DroppedFile): NamedFile => {
    const parent = { name: file.name, input: file }
    handles.set(parent, handle)
    return parent
  }

  /** A `File` is the file as it was when it was given: what has been read before is read as it is now. */
  const asItIs = async (parent: NamedFile, known: readonly NamedFile[]): Promise<NamedFile> => {
    const handle = known.includes(parent) ? await fileHandle(handles.get(parent)) : undefined
    return handle ? { ...parent, input: handle } : parent
  }

  /** As `parents`, which become those of the open file unless they cannot be read. */
  const read = async (parents: readonly NamedFile[]): Promise<ChainReport | undefined> => {
    const { session, call, announce } = get()
    if (session.status !== 'open') return undefined
    const mine = ++latest
    busyWith = session.epoch
    const isLatest = () => {
      const now = get().session
      return mine === latest && now.status === 'open' && now.epoch === session.epoch
    }
    try {
      const before = get().parents
      const files = await Promise.all(parents.map((parent) => asItIs(parent, before)))
      if (!isLatest()) return undefined
      const chain = await call('chain.setParents', { name: session.name, files })
      if (!isLatest()) return undefined
      known = session.epoch
      set(({ chainReading }) => ({
        parents,
        chain,
        parentFault: undefined,
        chainReading: chainReading + 1,
      }))
      void call('file.verdict', {}).then(
        (verdict) => {
          const { session: now } = get()
          if (!isLatest() || now.status !== 'open') return
          set({ session: { ...now, inspection: { ...now.inspection, verdict } } })
        },
        () => {
          // The chain is shown; what is wrong with the file has been noticed by `call`.
        },
      )
      return chain
    } catch (thrown) {
      if (isLatest()) announce(`The chain could not be read. ${errorInfo(thrown).message}`)
      return undefined
    } finally {
      if (mine === latest) busyWith = undefined
    }
  }

  const openTogether = async (files: readonly DroppedFile[]): Promise<void> => {
    const { callWorkbench } = get()
    const list = files.map(({ file }) => ({ name: file.name, input: file }))
    // A file that cannot be read is said by whoever opens it.
    const child = await callWorkbench('chain.findChild', { files: list }).catch(() => 0)
    const chosen = files[child]
    if (chosen === undefined) return
    // Perhaps only later: somebody may be asked first whether the open file may go.
    await get().open(chosen.file, chosen.handle, async () => {
      if (isChild(get().session)) await get().addParents(files.filter((file) => file !== chosen))
      else set({ together: { files, shown: child } })
    })
  }

  const open = async (files: readonly DroppedFile[]): Promise<void> => {
    const [first, ...more] = files
    if (first === undefined) return
    if (more.length > 0) await openTogether(files)
    else await get().open(first.file, first.handle)
  }

  return {
    async receive(files) {
      const { session, save, keeping, writing } = get()
      const isBusy = [save, keeping, writing].some(({ status }) => status === 'running')
      // Whoever opens a file while something runs says so, and leaves what is shown of it alone.
      if (session.status === 'open' && !isBusy) set({ dropped: files, dialog: 'dropped' })
      else await open(files)
    },

    async takeDropped(as) {
      const { dropped } = get()
      set({ dropped: [], dialog: undefined })
      if (as === 'open') await open(dropped)
      else if (as === 'parents') await get().addParents(dropped)
      else {
        set({ dialog: 'check' })
        await get().checkSaved(dropped.map(({ file }) => file))
      }
    },

    async openOther(index) {
      const { together } = get()
      const other = together?.files[index]
      if (!together || !other) return
      const show = async () => set({ together: { ...together, shown: index } })
      await get().open(other.file, other.handle, show)
    },

    forgetOthers: () => set({ together: undefined }),

    async addParents(files) {
      const chain = await read([...get().parents, ...files.map(named)])
      if (chain) get().announce(wordsOf(chain))
      else if (get().chain === undefined) await get().readChain()
    },

    async forgetParents() {
      if (await read([])) get().announce('The parents are forgotten.')
    },

    async takeRisk(name, risk) {
      const parents = get().parents.map((parent) => {
        if (parent.name !== name) return parent
        const taken = { ...parent, risks: [...(parent.risks ?? []), risk] }
        handles.set(taken, handles.get(parent))
        return taken
      })
      const chain = await read(parents)
      if (chain) get().announce(wordsOf(chain))
    },

    async readChain({ again = true } = {}) {
      const { session, parents } = get()
      if (session.status !== 'open' || !isChild(session)) return
      if (session.epoch === busyWith || (session.epoch === known && !again)) return
      const chain = await read(parents)
      if (chain?.refused.some((file) => file.unreadable)) get().announce(wordsOf(chain))
    },
  }
}

/** What has become of the chain, and of what does not belong to it. */
function wordsOf({ files, missing, refused }: ChainReport): string {
  const whole = missing ? 'A parent is still missing.' : 'The chain is complete.'
  const isRisky = files.some(({ link }) => link?.accepted || link?.before || link?.salvaged)
  const named = (intro: string, files: ChainReport['refused']): readonly string[] => {
    const names = files.map(({ name }) => visibleText(name)).join(', ')
    return names === '' ? [] : [`${intro}: ${names}.`]
  }
  const unreadable = refused.filter((file) => file.unreadable)
  const others = refused.filter((file) => !file.unreadable)
  return [
    whole,
    ...(isRisky ? ['It is read at your own risk.'] : []),
    ...named('Not in this chain', others),
    ...named('It cannot be read', unreadable),
  ].join(' ')
}
