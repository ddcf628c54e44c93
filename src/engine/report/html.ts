/** A document as one HTML file that needs nothing else, runs nothing and prints well. */
import { type Block, breaksOf, type Cell } from './document.ts'
import { STYLE } from './html-style.ts'

/** `language` of the words is English. No text of the document can become markup. */
export function renderHtml(blocks: readonly Block[]): string {
  const title = blocks.find((block) => block.kind === 'heading')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title?.kind === 'heading' ? title.text : 'Report')}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${blocks.map(renderBlock).join('\n')}
</main>
</body>
</html>
`
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}><bdi>${escaped(block.text)}</bdi></h${block.level}>`
    case 'text':
      return `<p><bdi>${escaped(block.text)}</bdi></p>`
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${cell(item)}</li>`).join('')}</ul>`
    case 'facts':
      return `<dl>${block.rows
        .map(({ label, value }) => `<div><dt>${escaped(label)}</dt><dd>${cell(value)}</dd></div>`)
        .join('')}</dl>`
    case 'table':
      return `<div class="wide"><table><caption>${escaped(block.caption)}</caption><thead><tr>${block.columns
        .map((name) => `<th scope="col">${escaped(name)}</th>`)
        .join('')}</tr></thead><tbody>
${block.rows.map((cells) => `<tr>${cells.map((value) => `<td>${cell(value)}</td>`).join('')}</tr>`).join('\n')}
</tbody></table></div>`
    case 'dump':
      return `<pre>${block.lines.map(escaped).join('\n')}</pre>`
  }
}

/** Set apart from the text around it, whichever way its script runs. */
const cell = (value: Cell): string =>
  typeof value === 'string'
    ? `<bdi${breaks(value)}>${escaped(value)}</bdi>`
    : `<code${breaks(value)}><bdi>${escaped(value.data)}</bdi></code>`

function breaks(value: Cell): string {
  const at = breaksOf(value)
  return at === 'words' ? '' : ` class="${at}"`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (it) => ENTITIES[it] ?? it)
