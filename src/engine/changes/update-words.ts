/** What leads from the file on disk to the state "after", and what that state is called: said alike everywhere. */
import { upperFirst } from '../bytes/format.ts'
import type { FindingState } from '../findings/finding.ts'
import type { UpdateKind } from './change.ts'

export interface UpdateWords {
  /** The state, as a title: "After replay". */
  readonly title: string
  /** Behind a noun: "the disk after the replay". */
  readonly after: string
  /** The other state, behind a noun: "the disk without the replay". */
  readonly without: string
  /** Who changes something: "the replay". */
  readonly agent: string
  /** The screen that shows what it changes. */
  readonly screen: string
  /** Behind a name: "the replayed copy". */
  readonly done: string
  /** The command that makes the same copy again, with the option that takes the FileWriteGuid. */
  readonly guidOption: string
}

const WORDS: Readonly<Record<Exclude<UpdateKind, 'edits'>, UpdateWords>> = {
  replay: {
    title: 'After replay',
    after: 'after the replay',
    without: 'without the replay',
    agent: 'the replay',
    screen: 'Replay',
    done: 'replayed',
    guidOption: 'replay --file-write-guid',
  },
  salvage: {
    title: 'Salvaged',
    after: 'salvaged',
    without: 'as it is on disk',
    agent: 'the salvage',
    screen: 'Salvage',
    done: 'salvaged',
    guidOption: 'salvage --write-guid',
  },
}

/** Where nothing leads to an "after", those of a replay. */
export const updateWords = (update: { readonly kind: UpdateKind } | undefined): UpdateWords =>
  WORDS[update?.kind === 'salvage' ? 'salvage' : 'replay']

/** Which reading of the file something is about, behind a noun. */
export const readingWords = (state: FindingState, { after }: UpdateWords): string =>
  ({ before: 'on disk', after, log: 'in the log' })[state]

/** The same as a title. */
export const readingTitle = (state: FindingState, words: UpdateWords): string =>
  upperFirst(readingWords(state, words))
