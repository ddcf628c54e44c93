/** The state of the app and what can be done with it. Plain data and functions; made by `createAppStore`. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { Refused } from '../../engine/bytes/refused.ts'
import type { ChainActions, ChainData } from './chain/chain-state.ts'
import type { EvidenceActions, EvidenceData } from './evidence/evidence-state.ts'
import type { KeptApp } from './kept-app.ts'
import type { LabActions, LabData } from './lab/lab-state.ts'
import type { Fingerprint } from './navigation/fingerprint.ts'
import type { readGoto } from './navigation/goto.ts'
import type { GuestPlace } from './navigation/guest-place.ts'
import type { ReportActions, ReportData } from './report.ts'
import type { SalvageActions, SalvageData } from './salvage.ts'
import type { CheckingActions, CheckingData } from './saving/checking-state.ts'
import type { SaveJob, SavingActions } from './saving/saving-state.ts'
import type { Session, SessionActions } from './session/session-state.ts'
import type { WorkbenchActions, WorkbenchData } from './workbench/workbench-state.ts'

export type { SavedImage, SaveJob, SavingActions, StartedSave } from './saving/saving-state.ts'
export type { Origin, Session, SessionActions } from './session/session-state.ts'

/** The screens of an open file, in the order of the navigation and, but for Files, of the keys 1 to 9 and 0. */
export const VIEW_IDS = [
  'overview',
  'findings',
  'structure',
  'log',
  'replay',
  'blocks',
  'disk',
  // Under F.
  'files',
  'bytes',
  // Only of images of the workbench.
  'edit',
  // Only of images that a recipe makes.
  'lab',
  // The last one, under R.
  'report',
] as const
export type ViewId = (typeof VIEW_IDS)[number]

/** The one switch of all screens: on disk, after replay, or both side by side. */
export type ShownState = 'before' | 'after' | 'compare'

/** The parts of the Log screen, below the ring. */
export const LOG_TAB_IDS = ['entries', 'history', 'trace', 'other-tools'] as const
export type LogTabId = (typeof LOG_TAB_IDS)[number]

/**
 * What the address shows behind `#`: enough to come back to a place, nothing about the file; of the files of the guest
 * the path where one is, since there is no place without it.
 */
export interface Route {
  readonly view: ViewId
  readonly state: ShownState
  readonly selection: ByteRange | undefined
  /** Of the virtual disk; named on its screen only. */
  readonly diskSelection?: ByteRange | undefined
  /** Of the Files screen, and named on it only. */
  readonly guestPlace?: GuestPlace | undefined
  /** Of the Log screen, and named on it only; the first one if absent. */
  readonly logTab?: LogTabId | undefined
  /** Of the Log screen: the entry that is looked at, by its position in the log. */
  readonly entryPosition?: number | undefined
  /** Of the Findings screen: the rule that is explained, as the address names it. */
  readonly rule?: string | undefined
  /** Which file a link is about; only in links, never in the address of an open file. */
  readonly file?: Fingerprint | undefined
}

export interface Announcement {
  readonly text: string
  /** For those who hear the page: what it says can be seen elsewhere. */
  readonly quiet: boolean
}

export type DialogId =
  | 'goto'
  | 'save'
  | 'patch'
  | 'salvage'
  | 'export'
  | 'keep'
  | 'leave'
  | 'dropped'
  | 'check'
  | 'evidence'
  | 'skeleton'
  | 'shortcuts'

/** The outcome of a goto: where it led, or why nowhere. */
export type GotoResult = { readonly ok: true } | Refused

/** Where one is led, and the focus with it: to a screen, to the bytes, or to a log entry. */
export type Goal = 'screen' | 'bytes' | 'disk' | 'entry'

export interface SelectOptions {
  /** Leads to what is selected, on the screen that shows it. */
  readonly reveal?: boolean | undefined
}

export interface ShowOptions {
  /** Takes the focus along. */
  readonly lead?: boolean | undefined
}

export interface NavigationActions {
  show(view: ViewId, options?: ShowOptions): void
  setState(state: ShownState): void
  select(range: ByteRange | undefined, options?: SelectOptions): void
  /** Bytes of the virtual disk. */
  selectDisk(range: ByteRange, options?: SelectOptions): void
  /** A place among the files of the guest. */
  goInGuest(place: GuestPlace, options?: SelectOptions): void
  /** Remembers which byte of the disk the first row begins with. */
  scrollDisk(top: number): void
  selectEntry(position: number | undefined, options?: SelectOptions): void
  showLogTab(tab: LogTabId): void
  /** Explains a rule on the Findings screen. */
  showRule(rule: string): void
  /** Puts an address of the place that is shown into the clipboard. */
  copyLink(): Promise<void>
  setUpTo(count: number | undefined): void
  /**
   * Goes where the text points: an offset, or a name such as `bat:17`. What reads it comes with the
   * screens, and before them nobody goes anywhere.
   */
  goto(text: string, read: typeof readGoto): Promise<GotoResult>
  /** Takes over what the address says, without a new entry in the history. */
  follow(route: Route): void
  /** The focus is where one was led. */
  arrive(): void
  toggleDrawer(): void
  showDialog(dialog: DialogId | undefined): void
  /** Says what happened: to be seen for a moment, and heard; `quiet` where it can be seen anyway. */
  announce(text: string, quiet?: boolean): void
}

export interface AppData
  extends WorkbenchData,
    LabData,
    ChainData,
    ReportData,
    CheckingData,
    SalvageData,
    EvidenceData,
    KeptApp {
  readonly session: Session
  readonly view: ViewId
  readonly state: ShownState
  /** The file that the address is about, until one is open. */
  readonly awaited: Fingerprint | undefined
  /** Bytes of the file. */
  readonly selection: ByteRange | undefined
  /** Bytes of the virtual disk. */
  readonly diskSelection: ByteRange | undefined
  /** Where the window over them begins; `undefined` until it has been shown around the selection. */
  readonly diskTop: number | undefined
  /** Where one is among the files of the guest; `undefined` until one has been anywhere. */
  readonly guestPlace: GuestPlace | undefined
  /** The log entry that is looked at, by its position. */
  readonly entryPosition: number | undefined
  readonly logTab: LogTabId
  /** The rule that is explained on the Findings screen; that of the chosen finding if absent. */
  readonly rule: string | undefined
  /** Where the focus is to go as soon as it can. */
  readonly goal: Goal | undefined
  /** The preview stops after so many entries of the active sequence; all of them if absent. */
  readonly upTo: number | undefined
  /** Whether the bytes are shown under the other screens. */
  readonly drawer: boolean
  readonly dialog: DialogId | undefined
  readonly save: SaveJob
  /** How many bytes of the open file have been looked at, once that is known. */
  readonly bytesRead: number | undefined
  /** The last thing that happened, in words. */
  readonly announcement: Announcement
}

export interface AppState
  extends AppData,
    SessionActions,
    NavigationActions,
    SavingActions,
    CheckingActions,
    WorkbenchActions,
    ChainActions,
    LabActions,
    EvidenceActions,
    ReportActions,
    SalvageActions {}

export type SetState = (change: Partial<AppData> | ((state: AppState) => Partial<AppData>)) => void
export type GetState = () => AppState
