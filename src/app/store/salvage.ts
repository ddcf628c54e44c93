/** What the user chose to make of a damaged file: from then on it is the state “after” of every screen. */
import type { SalvageWayId } from '../../engine/salvage/salvage-words.ts'
import { errorInfo } from './error-info.ts'
import type { GetState, SetState } from './state.ts'

export interface SalvageData {
  /** The ways that the dialog begins with. */
  readonly salvageWays: readonly SalvageWayId[]
}

export interface SalvageProblem {
  /** One sentence. */
  readonly message: string
  /** The setting that it is about, where another value of it would do. */
  readonly setting?: string | undefined
}

export interface SalvageActions {
  /** Asks which ways are to be taken; `ways` are what it begins with, else what leads furthest. */
  askSalvage(ways?: readonly SalvageWayId[]): void
  /** Shows what the ways make of the file. Says why where they do not apply. */
  salvage(
    ways: readonly SalvageWayId[],
    values: Readonly<Record<string, string>>,
  ): Promise<SalvageProblem | undefined>
  /** Shows the child linked to its changed parent. Says where it cannot be. */
  relink(): Promise<void>
  /** Back to the file as it is. */
  dropSalvage(): Promise<void>
}

export function salvageActions(set: SetState, get: GetState): SalvageActions {
  /** What has been hashed as “after” is no more what “after” is. */
  const forgetHashes = () =>
    set(({ hashes }) => ({ hashes: hashes.filter(({ state }) => state === 'before') }))

  const view = () => {
    forgetHashes()
    set({ state: 'after', view: 'replay', dialog: undefined })
  }

  return {
    askSalvage(salvageWays = []) {
      set({ salvageWays, dialog: 'salvage' })
    },

    async salvage(ways, values) {
      try {
        await get().renew('salvage.choose', { ways, values })
      } catch (thrown) {
        const { message, setting } = errorInfo(thrown)
        return { message, setting }
      }
      view()
      return undefined
    },

    async relink() {
      try {
        await get().renew('chain.relink', {})
        view()
      } catch (thrown) {
        get().announce(errorInfo(thrown).message)
      }
    },

    async dropSalvage() {
      await get().renew('salvage.drop', {})
      forgetHashes()
      set({ view: 'overview' })
    },
  }
}
