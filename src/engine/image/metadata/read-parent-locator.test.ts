import { describe, expect, test } from 'vitest'
import { guid } from '../../bytes/guid.ts'
import { messageOf } from '../../findings/finding-words.ts'
import { MIB } from '../../format/layout.ts'
import {
  encodeParentLocator,
  parentLocatorEntry,
  parentLocatorHeader,
  VHDX_PARENT_LOCATOR,
} from '../../format/parent-locator.ts'
import { parentFindings, readParentLocator } from './read-parent-locator.ts'

const AT = 5000
const LINKAGE = ['parent_linkage', '{83ed0ec3-24c8-49a6-a959-5e4bf1288bfb}'] as const
const PATH = ['relative_path', '..\\base.vhdx'] as const

const read = (...pairs: (readonly [string, string])[]) =>
  readParentLocator(encodeParentLocator({ pairs }), AT)
const textsOf = (reading: ReturnType<typeof read>) =>
  reading?.locator.pairs.map(({ key, value }) => [key, value])

describe('a parent locator', () => {
  test('gives its pairs and where they are', () => {
    const reading = read(LINKAGE, PATH)
    expect(textsOf(reading)).toEqual([LINKAGE, PATH])
    expect(reading?.locator.locatorType).toBe(VHDX_PARENT_LOCATOR)
    expect(reading?.locator.pairs[0]).toMatchObject({
      keyAt: { offset: AT + 20 + 24, length: 28 },
      valueAt: { offset: AT + 20 + 24 + 28, length: 76 },
    })
    expect(reading?.findings).toEqual([])
  })

  test('passes text on as it is: lone surrogates, NULs, any script', () => {
    const odd = ['\ud800\0\udfff', '\u202e\u0000<b>路径'] as const
    expect(textsOf(read(odd))).toEqual([odd])
  })

  test('that is too short for its header is none', () => {
    expect(readParentLocator(new Uint8Array(19), AT)).toBeUndefined()
  })

  test('whose count is too high gives the pairs that are there', () => {
    const bytes = encodeParentLocator({ pairs: [LINKAGE, PATH] })
    new DataView(bytes.buffer).setUint16(18, 65535, true)
    const reading = readParentLocator(bytes, AT)
    expect(textsOf(reading)?.slice(0, 2)).toEqual([LINKAGE, PATH])
    expect(reading?.findings.map(({ rule }) => rule)).toEqual(['parent.locator-malformed'])
  })

  test.each([
    ['a key past the end', { keyOffset: 100_000 }],
    ['a value past the end by one byte', { valueOffset: 92, valueLength: 9 }],
    ['offsets that would overflow 32 bits', { keyOffset: 0xffff_ffff, keyLength: 0xffff }],
    ['no key', { keyLength: 0 }],
    ['no value', { valueLength: 0 }],
    ['a key at 0', { keyOffset: 0 }],
  ])('leaves out a pair with %s and keeps the others', (_, wrong) => {
    const bytes = new Uint8Array(100)
    const good = { keyOffset: 80, keyLength: 2, valueOffset: 82, valueLength: 2 }
    bytes.set(parentLocatorHeader.encode({ locatorType: VHDX_PARENT_LOCATOR, keyValueCount: 2 }))
    bytes.set(parentLocatorEntry.encode({ ...good, ...wrong }), 20)
    bytes.set(parentLocatorEntry.encode(good), 32)
    bytes.set([0x61, 0, 0x62, 0], 80)
    const reading = readParentLocator(bytes, AT)
    expect(textsOf(reading)).toEqual([['a', 'b']])
    expect(reading?.findings).toMatchObject([
      { rule: 'parent.locator-malformed', values: { index: 0, length: 100 } },
    ])
  })

  test('may end with a key, and text of an odd length loses its last byte', () => {
    const bytes = new Uint8Array(37)
    bytes.set(parentLocatorHeader.encode({ locatorType: VHDX_PARENT_LOCATOR, keyValueCount: 1 }))
    const entry = { keyOffset: 34, keyLength: 3, valueOffset: 32, valueLength: 2 }
    bytes.set(parentLocatorEntry.encode(entry), 20)
    bytes.set([0x62, 0, 0x61, 0, 0x63], 32)
    const reading = readParentLocator(bytes, AT)
    expect(textsOf(reading)).toEqual([['a', 'b']])
    expect(reading?.findings).toEqual([])
  })

  test('whose pairs all share one long text does not make more text than it has bytes', () => {
    const bytes = new Uint8Array(MIB)
    const keyValueCount = 65535
    bytes.set(parentLocatorHeader.encode({ locatorType: VHDX_PARENT_LOCATOR, keyValueCount }))
    const shared = { keyOffset: 1, keyLength: 65534, valueOffset: 1, valueLength: 65534 }
    const entry = parentLocatorEntry.encode(shared)
    for (let i = 0; i < keyValueCount; i++) bytes.set(entry, 20 + i * 12)
    const reading = readParentLocator(bytes, AT)
    const units = textsOf(reading)
      ?.flat()
      .reduce((sum, { length }) => sum + length, 0)
    expect(units).toBeLessThanOrEqual(MIB / 2)
    expect(reading?.findings.length).toBe(1)
  })
})

describe('the locator of a child', () => {
  const messages = (locatorType: string, ...pairs: (readonly [string, string])[]) => {
    const bytes = encodeParentLocator({ locatorType: guid(locatorType), pairs })
    const reading = readParentLocator(bytes, AT)
    return reading && parentFindings(reading.locator).map(messageOf)
  }

  test('is in order with a linkage and any path', () => {
    for (const key of ['relative_path', 'volume_path', 'absolute_win32_path']) {
      expect(messages(VHDX_PARENT_LOCATOR, LINKAGE, [key, 'x'])).toEqual([])
    }
  })

  test('needs both', () => {
    expect(messages(VHDX_PARENT_LOCATOR)).toEqual([
      'The parent locator’s parent_linkage is missing; it must be a GUID.',
      'None of relative_path, volume_path and absolute_win32_path is present.',
    ])
  })

  test('must name a GUID, and only one', () => {
    const wrong = ['parent_linkage', 'base'] as const
    const second = ['parent_linkage2', LINKAGE[1]] as const
    expect(messages(VHDX_PARENT_LOCATOR, wrong, second, PATH)).toEqual([
      'The parent locator’s parent_linkage is “base”; it must be a GUID.',
      `The parent locator has parent_linkage2 ${LINKAGE[1]}, left by a merge.`,
    ])
  })

  test('of an unknown type says nothing more than that', () => {
    const type = '00112233-4455-4677-8899-aabbccddeeff'
    expect(messages(type)).toEqual([
      `The parent locator has LocatorType ${type}; MS-VHDX defines the VHDX locator only.`,
    ])
  })
})
