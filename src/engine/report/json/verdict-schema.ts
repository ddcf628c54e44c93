/** The verdict in the report: `verdict`. */
import * as v from 'valibot'
import type { DiagnosisId } from '../../diagnosis/verdict.ts'
import type { WayId } from '../../diagnosis/way-words.ts'
import { about, code, count, later, oneOfNames, sentence, texts, u64 } from './report-values.ts'

export const loss = about(
  v.object({
    bytes: u64,
    blocks: count,
    ranges: v.array(v.object({ offset: u64, length: u64 })),
    rangeCount: about(count, 'How many ranges there are; of more than 1,024 the first are listed.'),
  }),
  'Bytes of the virtual disk that cannot be had.',
)

export const condition = v.picklist(['unreadable', 'damaged', 'incomplete', 'degraded', 'sound'])

const diagnosis = v.object({
  id: oneOfNames<DiagnosisId>(code),
  certainty: v.picklist(['proven', 'likely']),
  condition,
  sentences: v.pipe(v.array(sentence), v.minLength(1)),
  explains: about(texts, 'The rules whose findings it explains.'),
  loss: v.exactOptional(loss),
  ways: v.array(
    v.object({ id: oneOfNames<WayId>(code), does: sentence, command: v.exactOptional(sentence) }),
  ),
})

export const verdict = about(
  v.object({
    condition,
    sentence,
    diagnoses: v.array(diagnosis),
    checkedBlocks: about(
      v.boolean(),
      'False where the blocks were not looked at: the condition may be worse than it says.',
    ),
    notLooked: later(
      about(
        texts,
        'What has not been looked at, and may say more. A report of this program has none.',
      ),
    ),
    lines: later(
      about(
        v.array(
          v.object({
            area: v.picklist(['log', 'structure', 'chain', 'guest']),
            tone: v.picklist(['ok', 'attention', 'bad', 'unknown']),
            sentence,
          }),
        ),
        'How each part of the image stands; none of a file that is no VHDX.',
      ),
    ),
  }),
  'Of the whole image: how it was closed, what of its disk can be read, and why not all of it.',
)
