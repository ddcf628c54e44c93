import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeName } from './kept-names.ts'

test.each([
  ['disk.vhdx', 'disk.vhdx'],
  [' My disk.VHDX ', 'My disk.VHDX'],
  ['no ending', 'no ending'],
  ['a/b\\c:d*e?f"g<h>i|j.vhdx', 'a_b_c_d_e_f_g_h_i_j.vhdx'],
  ['line\nbreak\u202etxt', 'line_break_txt'],
  ['..', 'image'],
  ['', 'image'],
  ['.vhdx', 'image.vhdx'],
  ['disk...', 'disk'],
  ['Bücher.vhdx', 'Bücher.vhdx'],
  ['half \ud800', 'half \ufffd'],
])('%j is kept as %j', (wanted, name) => {
  expect(freeName(wanted, [])).toBe(name)
})

test('counts on where a name is taken, whatever its case, before the ending', () => {
  expect(freeName('disk.vhdx', ['disk.vhdx'])).toBe('disk (2).vhdx')
  expect(freeName('disk.vhdx', ['DISK.vhdx', 'disk (2).VHDX'])).toBe('disk (3).vhdx')
  expect(freeName('disk', ['disk'])).toBe('disk (2)')
})

test('any text makes a name that file systems take, and another one each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (wanted) => {
      const first = freeName(wanted, [])
      const second = freeName(wanted, [first])
      expect(second).not.toBe(first)
      for (const name of [first, second]) {
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255)
        expect(name).toMatch(/^[^.\s/\\][^/\\]*$/u)
        expect(name).not.toMatch(/[. ]$/)
      }
    }),
  )
})
