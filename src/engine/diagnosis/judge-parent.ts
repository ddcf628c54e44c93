/** A parent judged by itself: a chain is in no better condition than the worst of its links. */
import type { Run } from '../bytes/byte-source.ts'
import type { ChainFile } from '../disk/chain/chain-file.ts'
import type { ChainReport } from '../disk/chain/chain-report.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { diagnose } from './diagnose.ts'

/** That a parent has a parent is no fault of it: the chain that it is in says whether that one is there. */
const COMPLETE: ChainReport = {
  files: [],
  missing: undefined,
  cycle: undefined,
  refused: [],
  findings: [],
}

/** Reads the blocks of `inspected`, which the file was made of, to say what is wrong with it. */
export async function judgeParent(
  file: ChainFile,
  inspected: Inspected,
  run?: Run,
): Promise<ChainFile> {
  // What is wrong after the replay says little of what is there before it.
  if (file.state === 'unreplayed' || file.state === 'not-vhdx') return file
  const { condition, sentence } = await diagnose(
    await surveyBlocks(inspected, run),
    { chain: COMPLETE },
    run,
  )
  if (condition === 'sound') return file
  return { ...file, illness: { condition, sentence, isSlight: condition === 'degraded' } }
}
