import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../testing/skeletons.ts'
import { readFacts, withFacts } from './gzip-frame.ts'
import { isSkeleton } from './signature.ts'
import type { SkeletonFacts } from './skeleton-facts.ts'

const FACTS: SkeletonFacts = {
  size: 2 ** 53 - 1,
  name: 'Größe ☃ \ud83d\ude00 \ud83d.vhdx',
  pathsBlanked: true,
  masked: [
    { offset: 5, length: 10 },
    { offset: 15, length: 1 },
  ],
  looks: [
    { offset: 0, length: 4096, look: 'zeros' },
    { offset: 2 ** 40, length: 2 ** 20, look: 'random' },
    { offset: 8192, length: 1, look: 'other' },
  ],
}
const CONTENT = Uint8Array.from({ length: 5000 }, (_, i) => i & 0x3f)

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const framed = (size = 4096) => bytesOf(withFacts(inPieces(gzipSync(CONTENT), size), FACTS))

test('any gunzip unpacks what is framed, however its pieces come', async () => {
  for (const size of [1, 3, 10, 11, 4096]) {
    expect(new Uint8Array(gunzipSync(await framed(size)))).toEqual(CONTENT)
  }
})

test('the facts come back as they were', async () => {
  const file = await framed()
  expect(isSkeleton(file.subarray(0, 16))).toBe(true)
  expect(readFacts(file)).toEqual({ ok: true, facts: FACTS })
})

test('another gzip file is no skeleton', () => {
  expect(isSkeleton(gzipSync(CONTENT))).toBe(false)
  expect(isSkeleton(new Uint8Array())).toBe(false)
})

describe('facts that are none', () => {
  const framedText = (text: string): Uint8Array => {
    const head = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 0, 0, 0x56, 0x58]
    const { length } = text
    return Uint8Array.from([...head, length & 255, length >> 8, ...Buffer.from(text, 'latin1')])
  }
  const good = {
    format: 'vhdx-inspector-skeleton',
    version: 1,
    size: 100,
    pathsBlanked: false,
    masked: [],
    looks: { zeros: [], random: [], other: [] },
  }

  test('good ones are taken', () => {
    expect(readFacts(framedText(JSON.stringify(good)))).toMatchObject({ ok: true })
  })

  test.each([
    { size: -1 },
    { size: 1.5 },
    { size: 2 ** 53 },
    { size: '100' },
    { name: 'a'.repeat(256) },
    { name: 5 },
    { pathsBlanked: 1 },
    { masked: [[0]] },
    { masked: [[0, 0]] },
    { masked: [[0, 101]] },
    {
      masked: [
        [10, 5],
        [12, 1],
      ],
    },
    { masked: Array.from({ length: 1001 }, (_, i) => [i, 1]) },
    { looks: { zeros: [[2 ** 53, 1]], random: [], other: [] } },
    { looks: [] },
    { format: 'other' },
  ])('%j is refused', (wrong) => {
    const found = readFacts(framedText(JSON.stringify({ ...good, ...wrong })))
    expect(found).toMatchObject({ ok: false, reason: expect.stringMatching(/is damaged/) })
  })

  test('those of a later version are refused with that reason', () => {
    const found = readFacts(framedText(JSON.stringify({ ...good, version: 2, size: 'new' })))
    expect(found).toMatchObject({ ok: false, reason: expect.stringMatching(/later version/) })
  })

  test('any bytes are refused, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), fc.boolean(), (text, json, isJson) => {
        expect(readFacts(framedText(isJson ? json : text).slice(0, 60_000)).ok).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})
