import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { findingsDocument } from './findings-doc.ts'

const DOCUMENT = new URL('../../docs/findings.md', import.meta.url)

test('docs/findings.md says what the catalogue says (npm run docs writes it)', async () => {
  if (process.env['UPDATE_DOCS']) await writeFile(DOCUMENT, findingsDocument())
  expect(await readFile(DOCUMENT, 'utf8')).toBe(findingsDocument())
})
