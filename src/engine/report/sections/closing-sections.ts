/** The end of the document: the examiner's notes, what was not checked, and what made it. */
import { visibleText } from '../../bytes/visible-text.ts'
import { type Block, data, facts, heading, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function notesSection(report: Report): readonly Block[] {
  const notes = 'notes' in report ? report.notes : undefined
  if (notes === undefined) return []
  const lines = notes.split(/\r\n|\r|\n/).map((line) => text(visibleText(line)))
  return [heading(2, 'Notes'), ...lines.filter((line) => line.kind !== 'text' || line.text !== '')]
}

export function closingSections({ notChecked, tool, made }: Report): readonly Block[] {
  return [
    heading(2, 'What was not checked'),
    { kind: 'list', items: notChecked },
    heading(2, 'How this report was made'),
    facts([
      ['Tool', `${tool.name} ${tool.version}`],
      ['Made', data(made)],
      ['Rules', 'MS-VHDX 8.0 (2024-04-23); the file was opened for reading only.'],
    ]),
  ]
}
