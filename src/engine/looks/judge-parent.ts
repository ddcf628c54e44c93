/** A parent judged by itself: a chain is in no better condition than the worst of its links. */
import type { Run } from '../bytes/byte-source.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { withGivenUp } from '../diagnosis/given-up.ts'
import { CONDITIONS, type Verdict } from '../diagnosis/verdict.ts'
import type { ChainFile, Illness } from '../disk/chain/chain-file.ts'
import type { ChainReport } from '../disk/chain/chain-report.ts'
import { chainFileOf, unreplayedFileOf } from '../disk/chain/inspected-file.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { listSalvages } from '../salvage/list-salvages.ts'
import { isClosedOff, TRIAL_IDS } from '../salvage/way.ts'

/** after: as its own replay would leave it. before: as it is on disk. salvaged: as the ways that lead furthest would leave it. */
export type ReadAs = 'after' | 'before' | 'salvaged'

/** That a parent has a parent is no fault of it: the chain that it is in says whether that one is there. */
const COMPLETE: ChainReport = {
  files: [],
  missing: undefined,
  cycle: undefined,
  refused: [],
  findings: [],
}

/**
 * A parent read as somebody asks; where there is no risk in that it is read as it must be. Reads its blocks, and all
 * that the ways of salvage read where it is refused or damaged. Never throws on content.
 */
export async function judgedParent(
  name: string,
  given: Inspected,
  as: ReadAs,
  run: Run = {},
): Promise<ChainFile> {
  const { signal, pause } = run
  const known = (as === 'before' ? unreplayedFileOf : chainFileOf)(name, given)
  // What is wrong after the replay says little of what is there before it; and of what is no VHDX nothing is.
  if (known.state === 'unreplayed' || known.state === 'not-vhdx') return known
  const inspected = await surveyBlocks(given, { signal, pause })
  const verdict = await judge(inspected, { signal, pause })
  const file = { ...known, ...illnessOf(verdict) }
  const isClosed = isClosedOff(inspected)
  if (!isClosed && (file.illness?.isSlight ?? true)) return file
  const salvaged = await salvagedFile(file, inspected, verdict, { signal, pause })
  if (!salvaged || as === 'salvaged') return salvaged ?? file
  // Where no header counts, the one that a salvage makes of their fields says who the file was.
  const headers = file.headers.current ? file.headers : salvaged.headers
  return { ...file, headers, asSalvaged: salvaged }
}

const judge = (inspected: Inspected, run: Run): Promise<Verdict> =>
  diagnose(inspected, { chain: COMPLETE }, run)

function illnessOf({ condition, sentence }: Verdict): { readonly illness?: Illness } {
  return condition === 'sound'
    ? {}
    : { illness: { condition, sentence, isSlight: condition === 'degraded' } }
}

/** `undefined` where no salvage leads further than the file is. */
async function salvagedFile(
  file: ChainFile,
  inspected: Inspected,
  verdict: Verdict,
  run: Run,
): Promise<ChainFile | undefined> {
  const { best } = await listSalvages(inspected, TRIAL_IDS, run)
  if (!best || isClosedOff(best.after)) return undefined
  const { after, losses } = best
  const result = chainFileOf(file.name, after)
  const lost = losses.flatMap(({ disk }) => disk ?? [])
  const promised = withGivenUp(await judge(after, run), after.inspection.outcome, lost)
  const isBetter = CONDITIONS.indexOf(promised.condition) > CONDITIONS.indexOf(verdict.condition)
  if (!result.image.bat || !(isClosedOff(inspected) || isBetter)) return undefined
  return {
    ...result,
    state: 'salvaged',
    headers: identityOf(file, result),
    salvage: {
      ways: best.ways,
      losses: losses.map(({ sentence }) => sentence),
      lostBytes: lost.reduce((sum, { bytes }) => sum + bytes, 0),
    },
    ...illnessOf(promised),
  }
}

/**
 * By which headers the parent is recognised: by the one that counts in what is read. What the file itself has in whole
 * ones speaks for a change, too. A GUID that was made up is nobody's.
 */
function identityOf(file: ChainFile, { headers }: ChainFile): ChainFile['headers'] {
  if (headers.current?.values?.dataWriteGuid === TRIAL_IDS.dataWriteGuid) return file.headers
  const own = file.headers.copies
  return { ...headers, copies: own.some(({ valid }) => valid) ? own : headers.copies }
}
