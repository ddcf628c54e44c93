/** The verdict on an inspected image: its diagnoses, and both questions answered in a sentence. */
import type { Run } from '../bytes/byte-source.ts'
import type { ChainReport } from '../disk/chain/chain-report.ts'
import type { Inspected } from '../inspect/inspect.ts'
import type { Outcome } from '../inspect/inspection.ts'
import { FORBIDDEN, OUTCOME_WORDS } from '../inspect/outcome-words.ts'
import { type Examined, examine } from './examined.ts'
import { rulesBroken, shiftedBat } from './known-faults.ts'
import { batWiped, blocksUnreadable, cutBeforeReplay, cutOff } from './lost-blocks.ts'
import { copyLost, identifierDamaged, logLost, lostParts } from './lost-head.ts'
import { parents } from './parents.ts'
import { batOverlaps } from './shared-places.ts'
import { CONDITIONS, type Condition, type Diagnosis, type Verdict, worstOf } from './verdict.ts'

/** `chain`: where parents were looked for. Reads the BAT again where something of the disk is lost. */
export async function diagnose(
  inspected: Inspected,
  chain?: ChainReport,
  run?: Run,
): Promise<Verdict> {
  const examined = await examine(inspected, chain, run)
  const causes = causesOf(examined)
  const rest = rulesBroken(examined, new Set(causes.flatMap(({ explains }) => explains)))
  const diagnoses = [...causes, ...(rest ? [rest] : [])].sort(byCondition)
  const { outcome } = inspected.inspection
  const condition = worstOf([
    ...diagnoses.map((each) => each.condition),
    ...(outcome === 'not-vhdx' ? (['unreadable'] as const) : []),
  ])
  return {
    condition,
    sentence: sentenceOf(outcome, condition, diagnoses),
    diagnoses,
    checkedBlocks: examined.image.bat === undefined || examined.census !== undefined,
  }
}

/** In the order of their weight, where their conditions are the same. */
function causesOf(examined: Examined): readonly Diagnosis[] {
  return [
    identifierDamaged(examined),
    ...lostParts(examined),
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

const byCondition = (a: Diagnosis, b: Diagnosis): number =>
  CONDITIONS.indexOf(a.condition) - CONDITIONS.indexOf(b.condition)

/** How the file was closed, where something worse has been said. */
const CLOSED: Readonly<Record<Outcome, string>> = {
  clean: 'Otherwise closed cleanly.',
  replayable: 'It was not closed cleanly; the log can be applied.',
  refused: FORBIDDEN,
  'not-vhdx': '',
}

function sentenceOf(outcome: Outcome, condition: Condition, [worst]: readonly Diagnosis[]): string {
  if (condition === 'sound' || worst === undefined) return OUTCOME_WORDS[outcome]
  return [worst.sentences[0], CLOSED[outcome]].filter(Boolean).join(' ')
}
