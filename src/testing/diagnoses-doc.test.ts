import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { diagnosesDocument } from './diagnoses-doc.ts'

const DOCUMENT = new URL('../../docs/diagnoses.md', import.meta.url)

test('docs/diagnoses.md says what the diagnoses say (npm run docs writes it)', async () => {
  if (process.env['UPDATE_DOCS']) await writeFile(DOCUMENT, diagnosesDocument())
  expect(await readFile(DOCUMENT, 'utf8')).toBe(diagnosesDocument())
})
