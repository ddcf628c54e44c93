/** What a salvage has given up of the disk: its result can be read, and is not what the disk was. */
import { formatBytes, plural } from '../bytes/format.ts'
import type { Outcome } from '../inspect/inspection.ts'
import { sentenceOf } from './diagnose.ts'
import type { Loss } from './losses.ts'
import { stateDiagnosis } from './state-diagnosis.ts'
import { type Verdict, worstOf } from './verdict.ts'

/** The verdict on what a salvage leaves, with what the disk has lost before it: no reader sees that in it. */
export function withGivenUp(verdict: Verdict, outcome: Outcome, lost: readonly Loss[]): Verdict {
  const given = lost.filter(({ bytes }) => bytes > 0)
  const [first, ...others] = given
  if (!first) return verdict
  const bytes = given.reduce((sum, loss) => sum + loss.bytes, 0)
  const blocks = given.reduce((sum, loss) => sum + loss.blocks, 0)
  const diagnosis = stateDiagnosis(
    {
      id: 'given-up',
      certainty: 'proven',
      condition: 'damaged',
      sentences: [
        `${formatBytes(bytes)} of the disk, in ${plural(blocks, 'block')}, ${bytes === 1 ? 'is' : 'are'} zeros in the copy, since the file had lost them.`,
        'A program that reads the copy finds nothing wrong with it: only this says what is missing.',
      ],
      explains: [],
      ...(others.length === 0 && { loss: first }),
      ways: ['copy-again', 'export'],
    },
    undefined,
  )
  const diagnoses = [diagnosis, ...verdict.diagnoses]
  const condition = worstOf([diagnosis.condition, verdict.condition])
  return { ...verdict, condition, diagnoses, sentence: sentenceOf(outcome, condition, diagnoses) }
}
