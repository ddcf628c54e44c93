/** The verdict on a whole image, as plain data: its condition, the causes of that, and the ways out. */
import type { StatedFinding } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import type { Loss } from './losses.ts'
import type { WayId } from './way-words.ts'

/**
 * Worst first. unreadable: nothing of the disk can be read as the file stands. damaged: part of the
 * disk cannot be read or is in doubt. incomplete: a parent is missing, changed, or in a bad condition.
 * degraded: all of the disk can be read, but a second copy is lost or a rule is broken that no reader
 * leans on. sound: all of the disk can be read, and its redundancy is whole.
 */
export const CONDITIONS = ['unreadable', 'damaged', 'incomplete', 'degraded', 'sound'] as const
export type Condition = (typeof CONDITIONS)[number]

export const worstOf = (conditions: readonly Condition[]): Condition =>
  CONDITIONS.find((condition) => conditions.includes(condition)) ?? 'sound'

/** proven: nothing else leaves this behind. likely: the evidence is in the sentences. */
export type Certainty = 'proven' | 'likely'

export interface Diagnosis {
  readonly id: DiagnosisId
  readonly certainty: Certainty
  /** Of the disk, if there were nothing else. */
  readonly condition: Condition
  /** The first one is for somebody who has never heard of a BAT. */
  readonly sentences: readonly string[]
  /** The rules whose findings it explains. */
  readonly explains: readonly RuleId[]
  readonly loss?: Loss
  /** The safest first. */
  readonly ways: readonly WayId[]
}

/** A way out in words, and the command that goes it (see `Way`). */
export interface WayOut {
  readonly id: WayId
  readonly does: string
  readonly command?: string
}

/** A diagnosis as it is told: with its name, what has mostly happened, and its ways in words. */
export interface StatedDiagnosis extends Omit<Diagnosis, 'ways'> {
  readonly title: string
  readonly cause: string
  readonly ways: readonly WayOut[]
}

export type DiagnosisId =
  | 'identifier-damaged'
  | 'encrypted-or-overwritten'
  | 'head-wiped'
  | 'headers-lost'
  | 'region-tables-lost'
  | 'metadata-lost'
  | 'header-doubt'
  | 'log-lost'
  | 'cut-off'
  | 'host-full'
  | 'bat-wiped'
  | 'bat-overlaps'
  | 'blocks-unreadable'
  | 'shifted-bat'
  | 'copy-lost'
  | 'given-up'
  | 'rules-broken'
  | 'parent-missing'
  | 'parent-moved'
  | 'parent-changed'
  | 'parent-wrong'
  | 'parent-refused'
  | 'parent-damaged'
  | 'guest-initialised-over'
  | 'guest-table-moved'
  | 'guest-file-system-errors'

export type AreaId = 'log' | 'structure' | 'chain' | 'guest'

/** unknown: it was not looked at, or cannot be. */
export type Tone = 'ok' | 'attention' | 'bad' | 'unknown'

/** How one part of the image stands. */
export interface AreaLine {
  readonly area: AreaId
  readonly tone: Tone
  readonly sentence: string
}

export interface Verdict {
  readonly condition: Condition
  /** Both questions in one sentence or two, worst first: how was it closed, and what can be read. */
  readonly sentence: string
  /** Worst first. */
  readonly diagnoses: readonly StatedDiagnosis[]
  /** Whether all blocks were looked at; else the condition may be worse than it says. */
  readonly checkedBlocks: boolean
  /** What has not been looked at yet, and may say more: noun phrases. None where all has been. */
  readonly notLooked: readonly string[]
  /** Part by part; none of a file that is no VHDX. */
  readonly lines: readonly AreaLine[]
  /** About the volumes of the disk, as far as they were looked at. */
  readonly volumeFindings: readonly StatedFinding[]
}
