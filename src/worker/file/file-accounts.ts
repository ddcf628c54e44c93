/** The account of the open file’s space in either state: made when somebody asks for it, and again for another disk. */
import { lookAtData } from '../../engine/account/look-at-data.ts'
import { type ShareOfEntry, shareOfEntries } from '../../engine/account/share-cells.ts'
import { type Accounted, accountSpace } from '../../engine/account/space-account.ts'
import type { Run } from '../../engine/bytes/byte-source.ts'
import { SharedWork } from '../../engine/bytes/shared-work.ts'
import { readGuestSpace } from '../../engine/disk/guest-space.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { type Table, tableOf } from '../../engine/image/bat/bat-window.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { type ChartedSpace, chartedIn } from '../../engine/space/chart-file.ts'
import { runOf } from '../calls/call-run.ts'
import type { CallRun } from '../rpc.ts'
import type { CurrentFile } from './current-file.ts'
import { chartsOf } from './file-charts.ts'
import { whyFreeIsKept } from './free-kept.ts'
import { layersOf } from './layers.ts'

export interface FileAccount extends Accounted {
  readonly charted: ChartedSpace
  readonly table: Table
  readonly shareOf: ShareOfEntry
}

interface Held {
  readonly charted: ChartedSpace
  readonly layers: Layers
  /** As far as nobody has looked at the data, and with that. */
  readonly plain: SharedWork<FileAccount>
  readonly looked: SharedWork<FileAccount>
  isLookedAt: boolean
}

export class FileAccounts {
  readonly #current: CurrentFile
  readonly #held = new Map<State, Held>()

  constructor(current: CurrentFile) {
    this.#current = current
  }

  /** `undefined` without a BAT. Looks at the data where that is asked for, with progress in bytes. */
  async get(state: State, look: boolean, run: CallRun): Promise<FileAccount | undefined> {
    if (look) this.#current.file.requireData('a look for zeros')
    const { chart } = await chartsOf(this.#current).charts.get(run)
    const held = this.#heldFor(state, chartedIn(chart, state))
    if (!held) return undefined
    if (!look && !held.isLookedAt) return held.plain.get(runOf(run))
    const account = await held.looked.get(runOf(run))
    held.isLookedAt = true
    return account
  }

  #heldFor(state: State, charted: ChartedSpace): Held | undefined {
    const table = tableOf(charted.image)
    if (!table) return undefined
    const layers = layersOf(this.#current, state)
    const known = this.#held.get(state)
    if (known && isSame(known, charted, layers)) return known
    const held = hold(charted, table, layers, whyFreeIsKept(this.#current.file, state))
    this.#held.set(state, held)
    return held
  }
}

/** Parents that are given later make another disk of it. */
const isSame = (held: Held, charted: ChartedSpace, layers: Layers): boolean =>
  held.charted === charted &&
  held.layers.length === layers.length &&
  held.layers.every((layer, i) => layer === layers[i])

function hold(
  charted: ChartedSpace,
  table: Table,
  layers: Layers,
  whyKept: string | undefined,
): Held {
  const { blockSize } = table.bat.geometry
  const guest = new SharedWork((run) => readGuestSpace(layers, blockSize, run))
  const account = async (run: Run, look?: Awaited<ReturnType<typeof lookAtData>>) => {
    // Only of the look it can be said how far it is.
    const quiet = { ...run, onProgress: undefined }
    const given = { charted, layers, guest: await guest.get(quiet), whyKept, look }
    const accounted = await accountSpace(given, quiet)
    return {
      ...accounted,
      charted,
      table,
      shareOf: shareOfEntries(table, charted.space, accounted.facts),
    }
  }
  return {
    charted,
    layers,
    plain: new SharedWork((run) => account(run)),
    looked: new SharedWork(async (run) => account(run, await lookAtData({ charted, layers }, run))),
    isLookedAt: false,
  }
}

/** Of the open file: the same for every call that asks. */
const known = new WeakMap<CurrentFile, FileAccounts>()

export function accountsOf(current: CurrentFile): FileAccounts {
  const accounts = known.get(current) ?? new FileAccounts(current)
  known.set(current, accounts)
  return accounts
}
