/** A document as Markdown (CommonMark with the tables of GitHub). */
import type { Block, Cell } from './document.ts'

/** Ends with a line break. No text of the document can become markup, a link or a formula. */
export const renderMarkdown = (blocks: readonly Block[]): string =>
  `${blocks.map(renderBlock).join('\n\n')}\n`

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`
    case 'text':
      return escaped(block.text)
    case 'list':
      return block.items.map((item) => `- ${cell(item)}`).join('\n')
    case 'facts':
      return block.rows.map(({ label, value }) => `- ${escaped(label)}: ${cell(value)}`).join('\n')
    case 'table':
      return [
        `${escaped(block.caption)}:`,
        '',
        row(block.columns.map(escaped)),
        row(block.columns.map(() => '---')),
        ...block.rows.map((cells) => row(cells.map(cell))),
      ].join('\n')
    case 'dump':
      // Nothing inside can end it: its lines begin with an offset.
      return ['```text', ...block.lines, '```'].join('\n')
  }
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const cell = (value: Cell): string =>
  typeof value === 'string' ? escaped(value) : code(value.data)

/** All that is markup somewhere: emphasis, code, links, tags, entities, tables, mathematics. */
const MARKUP = /[\\`*_{}[\]()<>|~&$!@]/g
/** What begins a heading, a list or a rule at the beginning of a line. */
const BEGINNING = /^([#+=-]|\d+(?=[.)]))/
/** What GitHub makes a link of without being asked. */
const BARE_LINK = /:(?=\/\/)|\.(?=\S)(?<=www\.)/gi

const escaped = (text: string): string =>
  text
    .trim()
    .replace(MARKUP, '\\$&')
    .replace(BARE_LINK, '\\$&')
    .replace(BEGINNING, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))

/** A code span: its fence is longer than any run of backticks inside; a bar would end a table's cell. */
function code(text: string): string {
  if (text === '') return ''
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 || /^ | $/.test(text) ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`
}
