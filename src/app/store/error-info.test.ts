import { expect, test } from 'vitest'
import { CallError } from '../../worker/client.ts'
import { errorInfo, hasCode } from './error-info.ts'

test('an error of the worker keeps its code and its sentence', () => {
  const error = new CallError('no-space', 'The disk is full.')
  expect(errorInfo(error)).toEqual({ code: 'no-space', message: 'The disk is full.' })
  expect(hasCode(error, 'in-use', 'no-space')).toBe(true)
  expect(hasCode(error, 'in-use')).toBe(false)
})

test.each([
  ['AbortError', 'aborted'],
  ['NotAllowedError', 'no-permission'],
  ['NotFoundError', 'file-missing'],
  ['QuotaExceededError', 'no-space'],
])('%s of the browser is %s', (name, code) => {
  expect(errorInfo(new DOMException('raw text', name)).code).toBe(code)
  expect(errorInfo(new DOMException('raw text', name)).message).not.toContain('raw text')
})

test('anything else is an error of the app, with its own words', () => {
  expect(errorInfo(new RangeError('no such byte'))).toEqual({
    code: 'internal',
    message: 'Something went wrong inside the app: no such byte',
  })
  expect(errorInfo('odd').message).toContain('odd')
})
