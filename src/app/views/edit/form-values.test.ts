import { beforeAll, expect, test } from 'vitest'
import type { BatEntry } from '../../../engine/image/bat/bat.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import type { Edit } from '../../../engine/journal/edit.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { checkForm, startTexts } from './form-values.ts'
import { batSubject, itemSubject, regionSubject, type Subject } from './subjects.ts'

let inspection: Inspection
beforeAll(async () => {
  inspection = await inspectSample('clean')
})

const entry: BatEntry = {
  kind: 'payload',
  index: 7,
  block: 7,
  state: 'fully-present',
  fileOffsetMB: 12,
  reserved: 0,
}

function fileParameters(edits: readonly Edit[] = []): Subject {
  const subject = itemSubject(inspection.before.metadata, 'fileParameters', edits)
  if (!subject) throw new Error('the sample has no file parameters')
  return subject
}

test('a form that says what is there makes no edit', () => {
  for (const subject of [fileParameters(), batSubject(entry, [])]) {
    expect(checkForm(subject, startTexts(subject))).toEqual({ problems: {}, edit: undefined })
  }
})

test('an edit names the fields that change, and no others', () => {
  const subject = fileParameters()
  const texts = { ...startTexts(subject), blockSize: '4 MiB' }
  expect(checkForm(subject, texts).edit).toEqual({
    kind: 'metadata-item',
    item: 'fileParameters',
    values: { blockSize: 4 * 2 ** 20 },
  })
})

test('an edit of a BAT entry says all of it', () => {
  const subject = batSubject(entry, [])
  const texts = { ...startTexts(subject), state: '3' }
  expect(checkForm(subject, texts).edit).toEqual({
    kind: 'bat-entry',
    index: 7,
    state: 3,
    fileOffsetMB: 12,
  })
})

test('an edit of a region names its entry', () => {
  const values = inspection.before.regionTables.current?.entries[1]?.values
  if (!values) throw new Error('the sample has no second region')
  const subject = regionSubject(1, values, [])
  const texts = { ...startTexts(subject), length: '2 MiB' }
  expect(checkForm(subject, texts).edit).toEqual({
    kind: 'region-entry',
    index: 1,
    values: { length: 2 * 2 ** 20 },
  })
})

test('one bad field holds the whole form back', () => {
  const subject = fileParameters()
  const { problems, edit } = checkForm(subject, {
    ...startTexts(subject),
    blockSize: '4 MiB',
    hasParent: '2',
  })
  expect(edit).toBeUndefined()
  expect(Object.keys(problems)).toEqual(['hasParent'])
})

test('a form begins with what the pending edits leave', () => {
  const pending: readonly Edit[] = [
    { kind: 'metadata-item', item: 'fileParameters', values: { hasParent: 1 } },
    { kind: 'bat-entry', index: 7, state: 0, fileOffsetMB: 0 },
  ]
  const subject = fileParameters(pending)
  expect(startTexts(subject)).toMatchObject({ hasParent: '1' })
  expect(subject.current).toMatchObject({ hasParent: 0 })
  expect(startTexts(batSubject(entry, pending))).toEqual({ state: '0', fileOffsetMB: '0' })
})
