/** What a file is that is no VHDX, in the report: `foreign`. */
import * as v from 'valibot'
import type { FileKind } from '../../image/kind-words.ts'
import { about, oneOfNames, sentence } from './report-values.ts'

export const foreign = about(
  v.object({
    kind: oneOfNames<FileKind>(v.string()),
    what: sentence,
    advice: v.exactOptional(sentence),
    commands: about(
      v.array(v.object({ system: v.string(), command: sentence })),
      'FILE stands for the file.',
    ),
  }),
  'Of a file that is no VHDX: what it is by its content, or else by its name, and what to do with it.',
)
