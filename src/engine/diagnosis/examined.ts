/** What the diagnoses look at: an inspected image in the state that counts, and its findings by rule. */
import type { Run } from '../bytes/byte-source.ts'
import type { ChainReport } from '../disk/chain/chain-report.ts'
import type { StatedFinding } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import type { BatCensus } from '../image/bat/bat.ts'
import { tableOf } from '../image/bat/bat-window.ts'
import type { Image } from '../image/image.ts'
import type { Inspected } from '../inspect/inspect.ts'
import type { Inspection } from '../inspect/inspection.ts'
import type { Known } from './diagnose.ts'
import type { Looks } from './looks.ts'
import { type Losses, readLosses } from './losses.ts'

export interface Examined {
  readonly inspection: Inspection
  /** After the replay where there is one, on disk else. */
  readonly image: Image
  /** `undefined` where the blocks were not looked at, or there are none. */
  readonly census: BatCensus | undefined
  /** `undefined` where nothing speaks for any. */
  readonly losses: Losses | undefined
  /** The chain, where somebody looked for one. */
  readonly chain: ChainReport | undefined
  /** What was looked at behind the first answer: nothing yet where it is empty. */
  readonly looks: Looks
  /** Those that count, in the order of the inspection. */
  of(...rules: readonly RuleId[]): readonly StatedFinding[]
  /** How many of a rule there are, listed or not. */
  count(rule: RuleId): number
}

/** What speaks for blocks that cannot be read. */
const UNREADABLE: readonly RuleId[] = [
  'bat.block-beyond-end',
  'bat.block-cut',
  'bat.state-reserved',
  'bat.partial-without-parent',
  'bat.partial-without-bitmap',
  'bat.offset-zero',
  'bat.region-too-small',
  // Whether the file that was cut has lost blocks, or only what its log would have added.
  'replay.truncated',
]

/** Reads the BAT again where the findings say that something is lost, or where the file ends in it. */
export async function examine(
  { inspection, before, update }: Inspected,
  { chain, looks = {} }: Known,
  run?: Run,
): Promise<Examined> {
  const image = update?.after ?? before
  const counting = inspection.findings.filter(({ counts }) => counts)
  const of = (...rules: readonly RuleId[]) => counting.filter(({ rule }) => rules.includes(rule))
  const table = tableOf(image)
  const isCut = table !== undefined && table.bat.count < table.bat.geometry.batEntries
  return {
    inspection,
    image,
    census: (inspection.after ?? inspection.before).census,
    losses:
      table && (isCut || of(...UNREADABLE).length > 0) ? await readLosses(table, run) : undefined,
    chain,
    looks,
    of,
    count: (rule) => {
      const more = of('findings.not-all-listed').find(({ values }) => values['rule'] === rule)
      return Number(more?.values['count'] ?? of(rule).length)
    },
  }
}

/** How many payload blocks have a place in the file, or claim one. */
export const presentBlocks = ({ census }: Examined): number =>
  (census?.payload['fully-present'] ?? 0) + (census?.payload['partially-present'] ?? 0)
