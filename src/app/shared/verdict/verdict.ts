/** What the Overview says first: the state of the file in plain words, and the one safe thing to do. */

import { formatBytes, formatCount, plural, upperFirst } from '../../../engine/bytes/format.ts'
import type { UpdateReport } from '../../../engine/changes/change.ts'
import { describeChanges, growthWords } from '../../../engine/changes/change-words.ts'
import {
  CONDITION_TONES,
  CONDITION_WORDS,
  notLookedWords,
} from '../../../engine/diagnosis/verdict-words.ts'
import type { StatedFinding } from '../../../engine/findings/finding.ts'
import { messageOf } from '../../../engine/findings/finding-words.ts'
import { rules } from '../../../engine/findings/rules.ts'
import { sequenceNumbers } from '../../../engine/format/log-words.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { FORBIDDEN, OUTCOME_WORDS } from '../../../engine/inspect/outcome-words.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import type { Origin } from '../../store/state.ts'
import { foreignVerdict } from './foreign.ts'

export type Tone = 'ok' | 'attention' | 'bad' | 'neutral'

export type ActionId =
  | 'preview'
  | 'save'
  | 'patch'
  | 'report'
  | 'failing-entry'
  | 'findings'
  | 'copy-again'
  | 'open-another'
  | 'keep'
  | 'edit'
  | 'export'
  | 'replay-in-place'
  | 'salvage'
  | 'give-parent'

export interface Verdict {
  readonly tone: Tone
  readonly title: string
  /** The numbers behind the title. */
  readonly sentences: readonly string[]
  /** What others make of such a file, and what not to do. */
  readonly notes: readonly string[]
  /** The first one is the safe way on. */
  readonly actions: readonly ActionId[]
}

const READERS_WITHOUT_LOG =
  'Programs that ignore the log, as many read-only tools do, show the disk as it was before the replay.'

const cleanVerdict = (): Verdict => ({
  tone: 'ok',
  title: OUTCOME_WORDS.clean,
  sentences: [],
  notes: [],
  actions: ['report'],
})

function replayableVerdict({ log, size }: Inspection, replay: UpdateReport): Verdict {
  const active = log?.active
  const entries = active?.positions.length ?? 0
  const range =
    active && entries > 1
      ? ` (${sequenceNumbers(active.firstSequenceNumber, active.lastSequenceNumber)})`
      : ''
  const grows = growthWords(size, replay.sizeAfter)
  return {
    tone: 'attention',
    title: OUTCOME_WORDS.replayable,
    sentences: [
      `${plural(entries, 'log entry', 'log entries')}${range} ${
        entries === 1 ? 'is' : 'are'
      } to be replayed.`,
      describeChanges(replay.changes, replay.unchangedSectors),
      ...(grows ? [`${upperFirst(grows)}.`] : []),
    ],
    notes: [
      'Whoever opens this file for writing must apply the log first (§2.3.3): attached in Windows, it is modified.',
      READERS_WITHOUT_LOG,
      'If Windows offers to initialise or format the disk, decline.',
    ],
    actions: ['preview', 'save', 'patch'],
  }
}

const beyondReplay = 'Everything that can still be read is shown, as it is on disk.'

function truncatedVerdict({ size }: Inspection, found: StatedFinding): Verdict {
  const flushed = found.values['flushed']
  const needed = typeof flushed === 'string' || flushed === undefined ? undefined : flushed
  return {
    tone: 'bad',
    title: 'The file is truncated.',
    sentences: [
      needed === undefined
        ? messageOf(found)
        : `${formatBytes(size)} are here; the log says that there were at least ${formatBytes(needed)} (§2.3.3).`,
    ],
    notes: [
      'The format forbids opening it. Blocks past the end are lost with this copy; the original may still have them.',
      beyondReplay,
    ],
    actions: ['copy-again', 'findings'],
  }
}

function damagedLogVerdict({ log }: Inspection, found: StatedFinding): Verdict {
  const counts = log?.entryCounts
  const entries = counts ? counts.invalid + counts.stale + counts.superseded : 0
  return {
    tone: 'bad',
    title: `The log is damaged. ${FORBIDDEN}`,
    sentences: [
      'The header says that the log must be replayed, but it holds no valid and complete sequence (§2.3.3).',
      counts === undefined
        ? messageOf(found)
        : `Found: ${formatCount(counts.invalid)} invalid, ${formatCount(counts.stale)} of earlier sessions, ${formatCount(counts.superseded)} valid but not part of a complete sequence.`,
    ],
    notes: [beyondReplay],
    actions: [...(entries > 0 ? (['failing-entry'] as const) : []), 'findings'],
  }
}

function refusedVerdict(inspection: Opened): Verdict {
  const found = inspection.refusal
  if (found?.rule === 'replay.truncated') return truncatedVerdict(inspection, found)
  if (found?.rule === 'log.no-active-sequence') return damagedLogVerdict(inspection, found)
  const rule = found && rules[found.rule]
  return {
    tone: 'bad',
    // Not “this is not a VHDX” of one whose first bytes are damaged.
    title:
      found?.rule === 'file.signature'
        ? inspection.verdict.sentence
        : rule
          ? `${rule.title}. ${FORBIDDEN}`
          : 'It cannot be opened.',
    sentences: found ? [`${messageOf(found)} (§${rule?.section})`] : [],
    notes: [beyondReplay],
    actions: ['findings'],
  }
}

/** What can be done with the file: of the verdict, and by where it comes from. */
export function actionsOf(
  { actions }: Verdict,
  { outcome, skeleton }: Inspection & Pick<Opened, 'skeleton'>,
  origin: Origin,
): readonly ActionId[] {
  // Of a skeleton there is no copy to be made.
  if (skeleton) return actions.filter((id) => id !== 'save')
  if (outcome === 'not-vhdx') return actions
  if (origin.kind !== 'kept') return [...actions, 'keep']
  return outcome === 'replayable'
    ? ['replay-in-place', ...actions, 'export']
    : [...(outcome === 'clean' ? (['edit'] as const) : []), ...actions, 'export']
}

const NOT_COUNTED =
  'The blocks of this disk have not been looked at yet: what is said here is about the rest of the file.'

/** Green is for what is closed cleanly and sound, and of which that is known. */
export function verdictOf(inspection: Opened): Verdict {
  const judged = judgedVerdict(inspection)
  const { lines } = inspection.verdict
  const missing = notLookedWords(inspection.verdict)
  // The worst of the lines gives the colour.
  const isMarred = lines.some(({ tone }) => tone === 'attention' || tone === 'bad')
  return {
    ...judged,
    tone: judged.tone === 'ok' && isMarred ? 'attention' : judged.tone,
    notes: missing === undefined ? judged.notes : [...judged.notes, missing],
  }
}

function judgedVerdict(inspection: Opened): Verdict {
  const closed = closedVerdict(inspection)
  const { condition, sentence, diagnoses, checkedBlocks } = inspection.verdict
  // Its first bytes say nothing, and what is behind them does.
  if (inspection.outcome === 'not-vhdx' && diagnoses.length > 0) {
    return withSalvage({ ...closed, tone: 'bad', title: sentence }, inspection)
  }
  if (inspection.outcome === 'refused') {
    const words = condition === 'sound' ? [] : [CONDITION_WORDS[condition]]
    return withSalvage({ ...closed, sentences: [...closed.sentences, ...words] }, inspection)
  }
  if (inspection.outcome === 'not-vhdx') return closed
  if (condition !== 'sound') {
    const actions = closed.actions.filter((id) => id !== 'findings')
    const isGrave = CONDITION_TONES[condition] === 'bad'
    const verdict: Verdict = {
      ...closed,
      tone: CONDITION_TONES[condition],
      title: sentence,
      sentences: [CONDITION_WORDS[condition], ...closed.sentences],
      actions: isGrave ? ['findings', ...actions] : [...actions, 'findings'],
    }
    return isGrave ? withSalvage(verdict, inspection) : withParent(verdict, inspection)
  }
  if (checkedBlocks) return closed
  const tone = closed.tone === 'ok' ? 'neutral' : closed.tone
  return { ...closed, tone, notes: [...closed.notes, NOT_COUNTED] }
}

/** A salvage comes first, unless the original may still be whole. */
function withSalvage(verdict: Verdict, { verdict: { diagnoses } }: Opened): Verdict {
  const isOffered = diagnoses.some(({ ways }) => ways.some(({ id }) => id.startsWith('salvage-')))
  if (!isOffered) return verdict
  const [copy, rest] = [
    verdict.actions.filter((id) => id === 'copy-again'),
    verdict.actions.filter((id) => id !== 'copy-again'),
  ]
  return { ...verdict, actions: [...copy, 'salvage', ...rest] }
}

/** Nothing helps before the parent is there, but a log that waits to be applied. */
function withParent(verdict: Verdict, { outcome, verdict: { diagnoses } }: Opened): Verdict {
  const isMissing = diagnoses.some(({ ways }) => ways.some(({ id }) => id === 'give-parent'))
  if (!isMissing) return verdict
  const { actions } = verdict
  const first = outcome === 'replayable' ? actions.slice(0, 1) : []
  return { ...verdict, actions: [...first, 'give-parent', ...actions.slice(first.length)] }
}

function closedVerdict(inspection: Opened): Verdict {
  const { outcome, update } = inspection
  switch (outcome) {
    case 'clean':
      return cleanVerdict()
    case 'replayable':
      return update ? replayableVerdict(inspection, update) : refusedVerdict(inspection)
    case 'refused':
      return refusedVerdict(inspection)
    case 'not-vhdx':
      return foreignVerdict(inspection)
  }
}
