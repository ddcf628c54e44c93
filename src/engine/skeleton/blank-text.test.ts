import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeParentLocator } from '../format/parent-locator.ts'
import { readParentLocator } from '../image/metadata/read-parent-locator.ts'
import { Blanker, holdsLocator } from './blank-text.ts'

const blank = (text: string) => new Blanker().blank(text)
const blankSector = (sector: Uint8Array) => new Blanker().blankSector(sector)

const LINKAGE = '{83ed0ec3-24c8-49a6-a959-5e4bd1288015}'

const sectorOf = (item: Uint8Array, at = 0): Uint8Array => {
  const sector = new Uint8Array(4096)
  sector.set(item.subarray(0, 4096 - at), at)
  return sector
}

/** The pairs of a locator, of which the text is blanked as a sector. */
function blanked(pairs: readonly (readonly [string, string])[]) {
  const item = encodeParentLocator({ pairs })
  const sector = sectorOf(item)
  const result = blankSector(sector) ?? sector
  const { locator } = readParentLocator(result.subarray(0, item.length), 0) ?? expect.unreachable()
  return locator.pairs.map(({ key, value }) => [key, value])
}

test.each([
  ['..\\base.vhdx', '..\\xxxx.xxxx'],
  ['C:\\Users\\J. Doe (2)\\Größe 7.avhdx', 'x:\\xxxxx\\x. xxx (0)\\xxxxx 0.xxxxx'],
  ['"[x]"\0', '"[x]"\0'],
  ['\ud83d\ude00.vhdx', 'xx.xxxx'],
])('%j becomes %j', (path, expected) => {
  expect(blank(path)).toBe(expected)
  expect(blank(path)).toHaveLength(path.length)
})

test('of a locator the paths are blanked, and nothing else', () => {
  expect(
    blanked([
      ['parent_linkage', LINKAGE],
      ['relative_path', '..\\Kunde Ä\\base.vhdx'],
      ['parent_linkage2', LINKAGE],
      ['absolute_win32_path', 'D:\\vm\\base.vhdx'],
      ['volume_path', '\\\\?\\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\\base.vhdx'],
    ]),
  ).toEqual([
    ['parent_linkage', LINKAGE],
    ['relative_path', '..\\xxxxx x\\xxxx.xxxx'],
    ['parent_linkage2', LINKAGE],
    ['absolute_win32_path', 'y:\\yy\\yyyy.yyyy'],
    ['volume_path', '\\\\?\\Volume{00000000-0000-0000-0000-000000000000}\\zzzz.zzzz'],
  ])
})

test('a locator that ends in one sector and goes on in the next is blanked in both', () => {
  const path = `C:\\${'secret\\'.repeat(30)}base.vhdx`
  const item = encodeParentLocator({
    pairs: [
      ['parent_linkage', LINKAGE],
      ['absolute_win32_path', path],
      ['relative_path', '.\\base.vhdx'],
    ],
  })
  // The table that the text stands behind is in the first.
  for (let at = 4096 - item.length + 1; at < 4096 - 20 - 3 * 12; at++) {
    const whole = new Uint8Array(8192)
    whole.set(item, at)
    for (const sector of [0, 4096]) {
      const blanked = blankSector(whole.subarray(sector, sector + 4096))
      if (blanked) whole.set(blanked, sector)
    }
    const { locator } = readParentLocator(whole.subarray(at, at + item.length), 0) ?? expect.fail()
    const values = locator.pairs.map(({ key, value }) => [key, value])
    expect(values[0]).toEqual(['parent_linkage', LINKAGE])
    expect(values.map(([key]) => key)).toEqual([
      'parent_linkage',
      'absolute_win32_path',
      'relative_path',
    ])
    expect(Buffer.from(whole).toString('utf16le')).not.toMatch(/secret/)
  }
})

test('numbers of a table are no text', () => {
  const sector = new Uint8Array(4096)
  const view = new DataView(sector.buffer)
  // BAT entries, and offsets and lengths of pairs that are printable characters.
  for (let at = 0; at < 2048; at += 8) view.setBigUint64(at, (BigInt(at) << 20n) | 6n, true)
  for (let at = 2048; at < 4080; at += 12) {
    view.setUint32(at, 0x60, true)
    view.setUint32(at + 4, 0x7a, true)
    view.setUint16(at + 8, 0x26, true)
    view.setUint16(at + 10, 0x4e, true)
  }
  expect(blankSector(sector)).toBeUndefined()
  expect(holdsLocator(sector)).toBe(false)
})

test('a path is blanked each time alike, and another one otherwise', () => {
  const blanker = new Blanker()
  expect(['.\\a1', 'b', '.\\a1', '7', 'c'].map((text) => blanker.blank(text))).toEqual([
    '.\\x0',
    'y',
    '.\\x0',
    '0',
    'z',
  ])
})

test('blanking again changes nothing, and no length ever', () => {
  const path = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(path, path, (relative, absolute) => {
      const item = encodeParentLocator({
        pairs: [
          ['relative_path', relative],
          ['absolute_win32_path', absolute],
        ],
      })
      const once = blankSector(sectorOf(item)) ?? sectorOf(item)
      expect(once).toHaveLength(4096)
      expect(blankSector(once) ?? once).toEqual(once)
      expect(holdsLocator(once)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
