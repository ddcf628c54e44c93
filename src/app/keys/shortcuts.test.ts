import { expect, test } from 'vitest'
import {
  findShortcut,
  isSingleKey,
  type Pressed,
  SHORTCUT_GROUPS,
  type ShortcutId,
  shortcuts,
} from './shortcuts.ts'

const ALL = Object.keys(shortcuts) as ShortcutId[]

const press = (key: string, modifiers: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
})

test('a key finds what it does', () => {
  expect(findShortcut(press('4'), ALL)).toBe('log')
  expect(findShortcut(press('o', { ctrlKey: true }), ALL)).toBe('open')
  expect(findShortcut(press('F6', { shiftKey: true }), ALL)).toBe('previousPane')
  expect(findShortcut(press('F6'), ALL)).toBe('nextPane')
})

test('the Mac’s Command key stands for Ctrl', () => {
  expect(findShortcut(press('k', { metaKey: true }), ALL)).toBe('goto')
})

test('a question mark needs Shift on some keyboards and not on others', () => {
  expect(findShortcut(press('?', { shiftKey: true }), ALL)).toBe('shortcuts')
  expect(findShortcut(press('?'), ALL)).toBe('shortcuts')
})

test('the plus sign is a key, too', () => {
  expect(findShortcut(press('+', { shiftKey: true }), ALL)).toBe('zoomIn')
  expect(findShortcut(press('0'), ['zoomIn', 'zoomWhole'])).toBe('zoomWhole')
})

test('modifiers that are not named are not there', () => {
  expect(findShortcut(press('4', { ctrlKey: true }), ALL)).toBeUndefined()
  expect(findShortcut(press('4', { altKey: true }), ALL)).toBeUndefined()
  expect(findShortcut(press('S', { shiftKey: true }), ALL)).toBeUndefined()
})

test('only the candidates are looked at', () => {
  expect(findShortcut(press('4'), ['overview'])).toBeUndefined()
})

test('a single key is a character without Ctrl, Command or Alt', () => {
  expect(isSingleKey(press('s'))).toBe(true)
  expect(isSingleKey(press('?', { shiftKey: true }))).toBe(true)
  expect(isSingleKey(press('s', { ctrlKey: true }))).toBe(false)
  expect(isSingleKey(press('F6'))).toBe(false)
})

test('no key means two things in the same place', () => {
  const everywhere = ALL.filter((id) => shortcuts[id].group === 'Everywhere')
  const keys = everywhere.flatMap((id): readonly string[] => shortcuts[id].keys)
  expect(new Set(keys).size).toBe(keys.length)
})

test('every group of the list has keys', () => {
  for (const group of SHORTCUT_GROUPS) {
    expect(ALL.some((id) => shortcuts[id].group === group)).toBe(true)
  }
})
