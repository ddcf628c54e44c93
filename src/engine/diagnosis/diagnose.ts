/** The verdict on an inspected image: its diagnoses, and both questions answered in a sentence. */
import type { Run } from '../bytes/byte-source.ts'
import type { ChainReport } from '../disk/chain/chain-report.ts'
import type { Inspected } from '../inspect/inspect.ts'
import type { Outcome } from '../inspect/inspection.ts'
import { FORBIDDEN, OUTCOME_WORDS } from '../inspect/outcome-words.ts'
import { areaLines } from './area-lines.ts'
import { batWiped } from './bat-wiped.ts'
import { encryptedOrOverwritten } from './encrypted.ts'
import { type Examined, examine } from './examined.ts'
import { guestDiagnoses } from './guest/guest.ts'
import { headWiped } from './head-wiped.ts'
import { headerDoubt } from './header-doubt.ts'
import { rulesBroken, shiftedBat } from './known-faults.ts'
import { LOOK_WORDS, LOOKS, type LookName, type Looks } from './looks.ts'
import { blocksUnreadable, cutBeforeReplay, cutOff } from './lost-blocks.ts'
import { copyLost, identifierDamaged, logLost, lostParts } from './lost-head.ts'
import { parents } from './parents.ts'
import { batOverlaps } from './shared-places.ts'
import { stateDiagnosis } from './state-diagnosis.ts'
import { CONDITIONS, type Condition, type Diagnosis, type Verdict, worstOf } from './verdict.ts'

/** What is known of an image besides what is in its own structures. */
export interface Known {
  /** Where parents were looked for. */
  readonly chain?: ChainReport | undefined
  /** What was looked at behind the first answer (`lookFurther`); `undefined` until it is. */
  readonly looks?: Looks | undefined
}

/** Reads the BAT again where something of the disk is lost, and nothing else. */
export async function diagnose(
  inspected: Inspected,
  { chain, looks }: Known = {},
  run?: Run,
): Promise<Verdict> {
  const examined = await examine(inspected, { chain, looks }, run)
  const diagnoses = causesOf(examined)
  const { outcome } = inspected.inspection
  const condition = worstOf([
    ...diagnoses.map((each) => each.condition),
    ...(outcome === 'not-vhdx' ? (['unreadable'] as const) : []),
  ])
  return {
    condition,
    sentence: sentenceOf(outcome, condition, diagnoses),
    diagnoses: diagnoses.map((each) => stateDiagnosis(each, looks?.salvage)),
    checkedBlocks: examined.image.bat === undefined || examined.census !== undefined,
    notLooked: wantedLooks(examined, diagnoses).flatMap((look) => {
      const { what } = LOOK_WORDS[look]
      if (looks?.absent?.includes(look)) return [`${what} (not in this skeleton)`]
      const isMissing = looks === undefined || (look === 'guest' && looks.guest === undefined)
      return isMissing ? [what] : []
    }),
    lines: areaLines(examined, diagnoses),
    volumeFindings: (looks?.guest?.findings ?? []).map((found) => ({
      ...found,
      state: inspected.update ? 'after' : 'before',
      counts: true,
    })),
  }
}

/** Looks that can say more about an image than this. */
export const wantedLooks = (
  examined: Examined,
  causes: readonly Diagnosis[],
): readonly LookName[] => LOOKS.filter((look) => LOOK_WORDS[look].isNeeded(examined, causes))

/** Worst first, by what was examined; among them ways that may not apply. */
export function causesOf(examined: Examined): readonly Diagnosis[] {
  const causes = knownCauses(examined)
  const rest = rulesBroken(examined, new Set(causes.flatMap(({ explains }) => explains)))
  const isRefused = examined.inspection.outcome === 'refused'
  const own = [...causes, ...(rest ? [rest] : [])]
  return [...own, ...guestDiagnoses(examined, own.length === 0)]
    .map((each) => (isRefused ? withoutReplay(each) : each))
    .sort(byCondition)
}

/** In the order of their weight, where their conditions are the same. */
function knownCauses(examined: Examined): readonly Diagnosis[] {
  const wiped = headWiped(examined)
  return [
    encryptedOrOverwritten(examined),
    identifierDamaged(examined),
    ...(wiped ? [wiped] : lostParts(examined)),
    headerDoubt(examined),
    logLost(examined),
    cutBeforeReplay(examined) ?? cutOff(examined),
    batWiped(examined),
    shiftedBat(examined),
    batOverlaps(examined),
    blocksUnreadable(examined),
    ...parents(examined),
    copyLost(examined),
  ].filter((found) => found !== undefined)
}

/** The disk of a refused image is read as it is in the file only. */
const withoutReplay = (cause: Diagnosis): Diagnosis => ({
  ...cause,
  ways: [...new Set(cause.ways.map((way) => (way === 'export' ? 'export-before' : way)))],
})

const byCondition = (a: Diagnosis, b: Diagnosis): number =>
  CONDITIONS.indexOf(a.condition) - CONDITIONS.indexOf(b.condition)

/** How the file was closed, where something worse has been said. */
const CLOSED: Readonly<Record<Outcome, string>> = {
  clean: 'Otherwise closed cleanly.',
  replayable: 'It was not closed cleanly; the log can be applied.',
  refused: FORBIDDEN,
  'not-vhdx': '',
}

/** Both answers: how the file was closed, and the first cause. */
export function sentenceOf(
  outcome: Outcome,
  condition: Condition,
  [worst]: readonly Pick<Diagnosis, 'sentences'>[],
): string {
  if (condition === 'sound' || worst === undefined) return OUTCOME_WORDS[outcome]
  return [worst.sentences[0], CLOSED[outcome]].filter(Boolean).join(' ')
}
