/** Files that come together: the child among them is opened, and its parents are put below it. */
import type { ChainReport, NamedFile } from '../../worker/protocol.ts'
import { visibleText } from '../widgets/visible-text.ts'
import type { ChainActions, ChainData, DroppedFile } from './chain-state.ts'
import { errorInfo } from './error-info.ts'
import type { GetState, Session, SetState } from './state.ts'

export const NO_CHAIN = {
  parents: [],
  chain: undefined,
  dropped: [],
} as const satisfies Partial<ChainData>

/** Whether a child disk is open. */
export const isChild = (session: Session): boolean => {
  if (session.status !== 'open') return false
  const { before, after } = session.inspection
  return (after ?? before).metadata?.fileParameters?.hasParent === 1
}

const named = (file: File): NamedFile => ({ name: file.name, input: file })

export function chainActions(set: SetState, get: GetState): ChainActions {
  let latest = 0
  /** The reading of the file whose chain is being read. */
  let busyWith: number | undefined

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
      const chain = await call('setParents', { name: session.name, files: parents })
      if (!isLatest()) return undefined
      set(({ chainReading }) => ({ parents, chain, chainReading: chainReading + 1 }))
      return chain
    } catch (thrown) {
      if (isLatest()) announce(`The chain could not be read. ${errorInfo(thrown).message}`)
      return undefined
    } finally {
      if (mine === latest) busyWith = undefined
    }
  }

  const openTogether = async (files: readonly DroppedFile[]): Promise<void> => {
    const { callWorkbench, announce } = get()
    const list = files.map(({ file }) => named(file))
    // A file that cannot be read is said by whoever opens it.
    const child = await callWorkbench('findChild', { files: list }).catch(() => 0)
    const chosen = files[child]
    if (chosen === undefined) return
    const before = get().session
    await get().open(chosen.file, chosen.handle)
    const { session } = get()
    if (session === before || session.status !== 'open') return
    const rest = files.filter((file) => file !== chosen).map(({ file }) => file)
    if (isChild(session)) await get().addParents(rest)
    else announce('Several files were dropped, and none is the child of another: one is opened.')
  }

  const open = async (files: readonly DroppedFile[]): Promise<void> => {
    const [first, ...more] = files
    if (first === undefined) return
    if (more.length > 0) await openTogether(files)
    else await get().open(first.file, first.handle)
  }

  return {
    async receive(files) {
      const { session, dialog } = get()
      const free = dialog === undefined || dialog === 'dropped'
      if (isChild(session) && free) set({ dropped: files, dialog: 'dropped' })
      else await open(files)
    },

    async takeDropped(as) {
      const { dropped } = get()
      set({ dropped: [], dialog: undefined })
      if (as === 'open') await open(dropped)
      else await get().addParents(dropped.map(({ file }) => file))
    },

    async addParents(files) {
      const chain = await read([...get().parents, ...files.map(named)])
      if (chain) get().announce(wordsOf(chain))
      else if (get().chain === undefined) await get().readChain()
    },

    async forgetParents() {
      if (await read([])) get().announce('The parents are forgotten.')
    },

    async readChain() {
      const { session, parents } = get()
      const isRead = session.status === 'open' && session.epoch === busyWith
      if (isChild(session) && !isRead) await read(parents)
    },
  }
}

/** What has become of the chain, and of what does not belong to it. */
function wordsOf({ missing, refused }: ChainReport): string {
  const whole = missing ? 'A parent is still missing.' : 'The chain is complete.'
  const names = refused.map(({ name }) => visibleText(name)).join(', ')
  return names === '' ? whole : `${whole} Not in this chain: ${names}.`
}
