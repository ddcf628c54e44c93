import { expect, test } from 'vitest'
import { readProblems } from './recipe-text.ts'

test('every line is a problem with its path', () => {
  expect(
    readProblems(
      'log.entries[3].tail: This must be a multiple of 4 KiB.\nbat["no index"].state: This must be one of "zero".',
    ),
  ).toEqual([
    { path: 'log.entries[3].tail', message: 'This must be a multiple of 4 KiB.' },
    { path: 'bat["no index"].state', message: 'This must be one of "zero".' },
  ])
})

test('a quoted name may hold what else ends a path', () => {
  const [problem] = readProblems(String.raw`bat["a: \"b]"]: There is no such member.`)
  expect(problem?.path).toBe(String.raw`bat["a: \"b]"]`)
})

test('a sentence without a path is about the whole', () => {
  expect(readProblems('The recipe does not fit: it is too long.')).toEqual([
    { path: '', message: 'The recipe does not fit: it is too long.' },
  ])
})
