/** The store of the app: one open file, where one is in it, and the save that runs. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../worker/client.ts'
import { chainActions, NO_CHAIN } from './chain/chain.ts'
import { evidenceActions, followEvidence, NO_EVIDENCE } from './evidence/evidence.ts'
import { NOT_KEPT } from './kept-app.ts'
import { labActions } from './lab/lab.ts'
import { navigationActions } from './navigation/navigation.ts'
import { NO_NOTES, reportActions } from './report.ts'
import { salvageActions } from './salvage.ts'
import { checkingActions, NO_CHECK } from './saving/checking.ts'
import { savingActions } from './saving/saving.ts'
import { forgetful } from './session/forgetful.ts'
import { sessionActions } from './session/session.ts'
import type { AppState, Route } from './state.ts'
import { NO_EDITS, workbenchActions } from './workbench/workbench.ts'

export type AppStore = StoreApi<AppState>

/**
 * `connect` starts a worker; every opened file gets its own. `route` is where the first opened file
 * is shown, if the address says so. With `evidenceMode` nothing is remembered, from the start.
 */
export function createAppStore(
  connect: () => Client,
  route?: Route,
  evidenceMode = false,
): AppStore {
  const store = createStore<AppState>()((set, get) => ({
    session: { status: 'empty' },
    view: route?.view ?? 'overview',
    state: route?.state ?? 'before',
    selection: route?.selection,
    diskSelection: route?.diskSelection,
    diskTop: undefined,
    guestPlace: route?.guestPlace,
    awaited: route?.file,
    entryPosition: route?.entryPosition,
    logTab: route?.logTab ?? 'entries',
    rule: route?.rule,
    goal: undefined,
    upTo: undefined,
    drawer: false,
    dialog: undefined,
    save: { status: 'idle' },
    bytesRead: undefined,
    ...NOT_KEPT,
    announcement: { text: '', quiet: true },
    kept: { status: 'unknown' },
    keeping: { status: 'idle' },
    ...NO_EDITS,
    ...NO_CHAIN,
    ...NO_NOTES,
    ...NO_CHECK,
    ...NO_EVIDENCE,
    evidenceMode,
    chainReading: 0,
    lab: undefined,
    ...sessionActions(set, get, () => forgetful(connect(), () => get().evidenceMode)),
    ...navigationActions(set, get),
    ...savingActions(set, get),
    ...checkingActions(set, get),
    ...workbenchActions(set, get),
    ...labActions(set, get),
    ...chainActions(set, get),
    ...evidenceActions(set, get),
    ...reportActions(set, get),
    salvageWays: [],
    ...salvageActions(set, get),
  }))
  followEvidence(store)
  return store
}
