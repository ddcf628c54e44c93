import { expect, test } from 'vitest'
import { endRun, firstStep, nextStep, stepBack, stepForward } from './steps.ts'

test('every change can be taken back and made again', () => {
  const three = nextStep(nextStep(firstStep(1), 2), 3)
  const one = stepBack(stepBack(three))
  expect(one.present).toBe(1)
  expect(stepBack(one)).toBe(one)
  const again = stepForward(stepForward(one))
  expect(again.present).toBe(3)
  expect(stepForward(again)).toBe(again)
})

test('what is typed into one field is one step', () => {
  const typed = nextStep(nextStep(firstStep(''), 'a', 'field'), 'ab', 'field')
  expect(stepBack(typed).present).toBe('')
})

test('another field, or a field that was left, begins another step', () => {
  const other = nextStep(nextStep(firstStep(''), 'a', 'field'), 'b', 'other')
  expect(stepBack(other).present).toBe('a')
  const returned = nextStep(endRun(nextStep(firstStep(''), 'a', 'field')), 'ab', 'field')
  expect(stepBack(returned).present).toBe('a')
  const afterBack = nextStep(stepBack(nextStep(firstStep(''), 'a', 'field')), 'b', 'field')
  expect(stepBack(afterBack).present).toBe('')
})

test('a change after a step back ends the way forward', () => {
  const changed = nextStep(stepBack(nextStep(firstStep(1), 2)), 3)
  expect(stepForward(changed)).toBe(changed)
})

test('the way back is bounded', () => {
  let steps = firstStep(0)
  for (let value = 1; value <= 1000; value++) steps = nextStep(steps, value)
  expect(steps.past).toHaveLength(200)
  expect(stepBack(steps).present).toBe(999)
})
