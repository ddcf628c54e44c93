import { describe, expect, test } from 'vitest'
import { plainDisk } from '../../testing/marks.ts'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import { severityOf } from '../findings/finding.ts'
import type { Header } from '../format/header.ts'
import { KIB, MIB } from '../format/layout.ts'
import { readImage } from './image.ts'
import { findLogRegion, logOverlapFindings } from './log-region.ts'

const LOG_GUID = guid('aaaaaaaa-0000-4000-8000-000000000001')
const SIZE = 8 * MIB

async function currentWith(values: Partial<Header>) {
  const image = buildImage({ ...plainDisk, fileSize: SIZE, headers: [{}, values] })
  const { headers, regionTables } = await readImage(image)
  const { current } = headers
  if (current === undefined) throw new Error('the image should have a current header')
  return { current, regions: regionTables.current?.entries ?? [] }
}

describe('the log', () => {
  test('is where the header says', async () => {
    const { current } = await currentWith({ logOffset: BigInt(4 * MIB), logLength: 4 * MIB })
    expect(findLogRegion(current, SIZE)).toEqual({
      region: { offset: 4 * MIB, length: 4 * MIB },
      findings: [],
    })
  })

  test.each<[string, Partial<Header>, object]>([
    ['log.length-unaligned', { logLength: MIB + 4096 }, { length: MIB + 4096 }],
    ['log.offset-unaligned', { logOffset: 5n * 2n ** 19n }, { offset: 5n * 2n ** 19n }],
    ['log.in-header-section', { logOffset: 0n }, { offset: 0n }],
    ['log.beyond-end', { logOffset: BigInt(SIZE) }, { end: BigInt(SIZE + MIB), size: SIZE }],
    [
      'log.beyond-end',
      { logOffset: 2n ** 64n - 2n ** 20n, logLength: 0xfff0_0000 },
      { end: 2n ** 64n - 2n ** 20n + 0xfff0_0000n, size: SIZE },
    ],
  ])('cannot be elsewhere: %s %o', async (rule, place, values) => {
    const dirty = await currentWith({ ...place, logGuid: LOG_GUID })
    const refused = findLogRegion(dirty.current, SIZE)
    expect(refused.region).toBeUndefined()
    expect(refused.findings).toMatchObject([{ rule, values }])
    expect(refused.findings.map(severityOf)).toEqual(['fatal'])

    const clean = await currentWith(place)
    const warned = findLogRegion(clean.current, SIZE)
    expect(warned.region).toBeUndefined()
    expect(warned.findings.map((found) => [found.rule, severityOf(found)])).toEqual([
      [rule, 'warning'],
    ])
  })

  test('may be missing where there is nothing to replay, and only there', async () => {
    const clean = await currentWith({ logLength: 0, logOffset: 0n })
    expect(findLogRegion(clean.current, SIZE)).toEqual({ region: undefined, findings: [] })
    const dirty = await currentWith({ logLength: 0, logOffset: 0n, logGuid: LOG_GUID })
    expect(findLogRegion(dirty.current, SIZE)).toMatchObject({
      region: undefined,
      findings: [{ rule: 'log.length-zero', at: { offset: 128 * KIB + 68, length: 4 } }],
    })
  })

  test('must not overlap a region', async () => {
    const values = { logOffset: BigInt(2 * MIB), logLength: 2 * MIB }
    const overlapsOf = async (header: Partial<Header>) => {
      const { current, regions } = await currentWith(header)
      const { region } = findLogRegion(current, SIZE)
      return region ? logOverlapFindings(current, region, regions) : []
    }
    const clean = await overlapsOf(values)
    expect(clean.map((found) => [found.values, severityOf(found)])).toEqual([
      [{ offset: 2 * MIB, length: 2 * MIB, region: 'BAT', regionOffset: 3 * MIB }, 'error'],
      [{ offset: 2 * MIB, length: 2 * MIB, region: 'Metadata', regionOffset: 2 * MIB }, 'error'],
    ])
    const dirty = await overlapsOf({ ...values, logGuid: LOG_GUID })
    expect(dirty.map(severityOf)).toEqual(['fatal', 'fatal'])
    expect(await overlapsOf({ logOffset: BigInt(4 * MIB) })).toEqual([])
  })
})
