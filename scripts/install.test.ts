import { expect, test } from 'vitest'
import { isInstalled, isNodeNewEnough } from './install.mjs'

test.each([
  ['18.20.4', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['22.0.0', true],
])('Node %s is new enough: %s', (version, expected) => {
  expect(isNodeNewEnough(version)).toBe(expected)
})

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/b-windows': { version: '1.0.0', integrity: 'y', optional: true },
  },
}

test('packages of the locked versions are installed, optional ones of other platforms aside', () => {
  const installed = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'x' } } }
  expect(isInstalled(wanted, installed)).toBe(true)
})

test('a missing package or another version is not installed', () => {
  expect(isInstalled(wanted, {})).toBe(false)
  const older = { packages: { 'node_modules/a': { version: '0.9.0', integrity: 'w' } } }
  expect(isInstalled(wanted, older)).toBe(false)
})
