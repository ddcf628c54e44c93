/** The verdict on what is not a VHDX: what it is instead, and what that means for the user. */

import { formatBytes } from '../../../engine/bytes/format.ts'
import { FOREIGN_WORDS } from '../../../engine/image/foreign/foreign-words.ts'
import type { FileKind } from '../../../engine/image/kind-words.ts'
import { kindWords } from '../../../engine/image/kind-words.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { OUTCOME_WORDS } from '../../../engine/inspect/outcome-words.ts'
import type { Verdict } from './verdict.ts'

/** Of what is not another thing, but nothing. */
const TITLES: Partial<Readonly<Record<FileKind, string>>> = {
  vhdx: 'This begins like a VHDX, but it cannot be read as one.',
  'all-zero': 'The beginning of this file is all zero.',
  empty: 'The file is empty.',
  unknown: OUTCOME_WORDS['not-vhdx'],
}

export function foreignVerdict({ identity, size }: Inspection): Verdict {
  const { note, advice } = FOREIGN_WORDS[identity.kind]
  return {
    tone: 'neutral',
    title: TITLES[identity.kind] ?? `This is ${kindWords(identity)}, not a VHDX.`,
    sentences: [note, ...(advice === undefined ? [] : [advice])],
    notes: [
      size > 0
        ? `A VHDX begins with “vhdxfile” (§2.2.1). This file has ${formatBytes(size)}.`
        : 'A VHDX has at least 1 MiB (§2.2).',
    ],
    actions: ['open-another', 'findings'],
  }
}
