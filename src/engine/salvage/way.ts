/** A way of salvage: from an image as it is by now to what has to be done to it, and what that loses. */
import type { Run } from '../bytes/byte-source.ts'
import { type Guid, guid } from '../bytes/guid.ts'
import type { Loss } from '../diagnosis/losses.ts'
import type { Inspected } from '../inspect/inspect.ts'
import type { Cause, Step } from '../update/step.ts'
import type { SalvageWayId } from './salvage-words.ts'
import type { SalvageValue } from './value-words.ts'

/** GUIDs that a salvage puts into the file; the engine makes none itself. */
export interface SalvageIds {
  readonly fileWriteGuid: Guid
  /** Used where nothing in the file says any more what it was. */
  readonly dataWriteGuid: Guid
}

/** Of plans that are only looked at: no file ever has them. */
const TRIAL = guid('0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a')
export const TRIAL_IDS: SalvageIds = { fileWriteGuid: TRIAL, dataWriteGuid: TRIAL }

/** One GUID for both: whoever gives it again gets the same bytes. */
export const idsOf = ({ fileWriteGuid }: Pick<SalvageIds, 'fileWriteGuid'>): SalvageIds => ({
  fileWriteGuid,
  dataWriteGuid: fileWriteGuid,
})

/** What a way works on. */
export interface Ground {
  /** The image with the steps of all ways before. Its blocks may not have been surveyed. */
  readonly inspected: Inspected
  /** Of the image as it was, in bytes. */
  readonly sizeBefore: number
  /** The ways that have done something to it. */
  readonly taken: ReadonlySet<SalvageWayId>
  readonly ids: SalvageIds
  /** What the user has set, by name: each can be the value of its setting. */
  readonly values: ReadonlyMap<string, string>
  readonly run?: Run | undefined
}

/** What is given up. */
export interface SalvageLoss {
  readonly sentence: string
  /** Of the virtual disk, where it can be said. */
  readonly disk?: Loss
}

export interface Mending {
  readonly steps: readonly Step[]
  readonly losses: readonly SalvageLoss[]
  /** What it was done with, for the settings that it has. */
  readonly values?: readonly SalvageValue[]
}

export interface NotApplicable {
  /** One sentence. */
  readonly why: string
  /** The setting that it is about, where another value of it would do. */
  readonly setting?: string
  /** What is known for the settings, where one of them has to be set. */
  readonly values?: readonly SalvageValue[]
}

/** Whether a way would apply if something were set for it. */
export const isOpenTo = ({ setting, values }: Omit<NotApplicable, 'why'>): boolean =>
  setting !== undefined && values !== undefined

export type Attempt = Mending | NotApplicable

/** Never throws on content; passes on the source's errors and the abort. */
export type SalvageWay = (ground: Ground) => Promise<Attempt>

export const applies = (attempt: Attempt): attempt is Mending => 'steps' in attempt

export const SALVAGE_CAUSE: Cause = { kind: 'salvage' }

/** Bytes at a place, made stable before anything behind is written. */
export const writeBytes = (offset: number, bytes: Uint8Array): readonly Step[] => [
  { kind: 'write', offset, content: { kind: 'bytes', bytes }, cause: SALVAGE_CAUSE },
  { kind: 'flush' },
]

/** Whether the file must not be opened as it is by now. */
export const isClosedOff = ({ inspection }: Inspected): boolean =>
  inspection.outcome === 'refused' || inspection.outcome === 'not-vhdx'
