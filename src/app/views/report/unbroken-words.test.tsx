/** What stands in the tables of a report stays in one piece, on the screen and as HTML. */
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { type Block, data } from '../../../engine/report/document.ts'
import { renderHtml } from '../../../engine/report/html.ts'
import '../../ui/tokens.css'
import '../../ui/base.css'
import { DocumentBlocks } from './document-blocks.tsx'
import styles from './report-view.module.css'

const HASH = '0123456789abcdef'.repeat(8)
const TABLE: Block = {
  kind: 'table',
  caption: 'Hashes',
  columns: ['Algorithm', 'Place', 'Finished', 'Written by', 'Digest'],
  rows: [['BLAKE3', data('0x300000'), data('2026-11-30T21:00:00Z'), 'the inspector', data(HASH)]],
}

/** How many lines each of them takes, by its text. */
function linesOf(root: ParentNode, selector: string): Readonly<Record<string, number>> {
  const lines = [...root.querySelectorAll(selector)].map((each) => {
    const range = document.createRange()
    range.selectNodeContents(each)
    const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
    return [each.textContent, tops.size] as const
  })
  return Object.fromEntries(lines)
}

const whole = { Algorithm: 1, Place: 1, BLAKE3: 1, '0x300000': 1, '2026-11-30T21:00:00Z': 1 }

test('on a narrow screen no word and no offset of a table is broken, and a long hash is', async () => {
  const { container } = await render(
    <article className={styles.paper} style={{ width: '420px' }}>
      <DocumentBlocks blocks={[TABLE]} />
    </article>,
  )
  const lines = linesOf(container, 'th, bdi')
  expect(lines).toMatchObject(whole)
  expect(lines[HASH]).toBeGreaterThan(1)
})

test('nor is one in the report as HTML', async () => {
  const frame = document.createElement('iframe')
  frame.width = '420'
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
  frame.srcdoc = renderHtml([TABLE])
  document.body.append(frame)
  await loaded
  const { contentDocument } = frame
  const lines = contentDocument ? linesOf(contentDocument, 'th, bdi') : {}
  frame.remove()
  expect(lines).toMatchObject(whole)
  expect(lines[HASH]).toBeGreaterThan(1)
})
