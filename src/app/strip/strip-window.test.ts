import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isClosest,
  isWhole,
  panStrip,
  revealSlot,
  type StripWindow,
  shownSlots,
  wholeStrip,
  zoomStrip,
} from './strip-window.ts'

const SLOTS = 256
const whole = wholeStrip(SLOTS)

test('zooming keeps the slot under the pointer where it is', () => {
  const half = zoomStrip(whole, 0.5, 64, SLOTS)
  expect(half).toEqual({ first: 32, count: 128 })
  expect(zoomStrip(half, 0.5, 64, SLOTS)).toEqual({ first: 48, count: 64 })
})

test('zooming ends with a few slots, and with all of them', () => {
  const closest = zoomStrip(whole, 1e-6, 200, SLOTS)
  expect(closest.count).toBe(16)
  expect(isClosest(closest)).toBe(true)
  expect(isWhole(closest, SLOTS)).toBe(false)
  expect(zoomStrip(closest, 1e6, 200, SLOTS)).toEqual(whole)
  expect(isWhole(whole, SLOTS)).toBe(true)
})

test('a log of a few slots has nothing to zoom into', () => {
  const small = wholeStrip(8)
  expect(zoomStrip(small, 0.5, 4, 8)).toEqual(small)
  expect(isClosest(small)).toBe(true)
})

test('the window follows a slot as little as it must', () => {
  const window: StripWindow = { first: 100, count: 32 }
  expect(revealSlot(window, 110, SLOTS)).toBe(window)
  expect(revealSlot(window, 90, SLOTS).first).toBe(90)
  expect(revealSlot(window, 132, SLOTS).first).toBe(101)
  expect(shownSlots({ first: 100.5, count: 32 })).toEqual([100, 132])
})

test('the window never leaves the log', () => {
  const move = fc.oneof(
    fc.tuple(fc.constant('zoom'), fc.double({ min: 0.1, max: 10, noNaN: true })),
    fc.tuple(fc.constant('pan'), fc.double({ min: -300, max: 300, noNaN: true })),
    fc.tuple(fc.constant('reveal'), fc.nat(SLOTS - 1)),
  )
  fc.assert(
    fc.property(fc.array(move), (moves) => {
      let window = whole
      for (const [kind, by] of moves) {
        if (kind === 'zoom') {
          const at = window.first + window.count / 3
          window = zoomStrip(window, by, at, SLOTS)
        } else if (kind === 'pan') window = panStrip(window, by, SLOTS)
        else {
          window = revealSlot(window, by, SLOTS)
          expect(by).toBeGreaterThanOrEqual(window.first)
          expect(by + 1).toBeLessThanOrEqual(window.first + window.count + 1e-9)
        }
        expect(window.first).toBeGreaterThanOrEqual(0)
        expect(window.first + window.count).toBeLessThanOrEqual(SLOTS + 1e-9)
      }
    }),
  )
})
