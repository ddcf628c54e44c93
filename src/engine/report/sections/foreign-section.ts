/** What a file is that is no VHDX, in the document, and what to do with it. */
import { commandWords } from '../../image/foreign/foreign-answer.ts'
import { FILE_STANDS } from '../../image/foreign/foreign-words.ts'
import { type Block, heading, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function foreignSection({ foreign }: Report): readonly Block[] {
  if (!foreign) return []
  const { what, advice, commands } = foreign
  return [
    heading(2, 'What it is'),
    text(what),
    ...(advice === undefined ? [] : [text(advice)]),
    ...(commands.length > 0
      ? [{ kind: 'list' as const, items: commands.map(commandWords) }, text(FILE_STANDS)]
      : []),
  ]
}
