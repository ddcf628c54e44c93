import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOSTILE_ENTRIES, hostileBat, imageWithBat } from '../../../testing/hostile-bat.ts'
import { blockFindings, censusIn, type Entries, freeIn } from '../../../testing/reference-blocks.ts'

import { cases } from '../../../testing/thorough.ts'
import type { Run } from '../../bytes/byte-source.ts'

import { endOf } from '../../bytes/ranges.ts'
import { buildImage } from '../../compose/build-image.ts'
import type { SparseFile } from '../../compose/sparse-file.ts'
import { MAX_PER_RULE, severityOf } from '../../findings/finding.ts'
import { batEntry } from '../../format/bat-entry.ts'
import { GIB, MIB } from '../../format/layout.ts'
import { readImage } from '../image.ts'
import type { DiskKind } from '../metadata/geometry.ts'
import { readBatEntries } from './bat.ts'
import { surveyBat } from './bat-survey.ts'

/** Log, metadata and BAT lie at 1, 2 and 3 MiB. */
const BAT = 3 * MIB
test('says of small disks what a naive reading of §2.5 says', async () => {
  await fc.assert(
    fc.asyncProperty(
      hostileBat,
      fc.array(fc.tuple(fc.integer({ min: 8, max: 40 }), fc.integer({ min: 1, max: 5 })), {
        maxLength: 3,
      }),
      async (disk, gaps) => {
        const { fileSize } = disk
        const image = await imageWithBat(disk)
        // Disjoint, in order, and not at whole MiB.
        let end = 0
        const targets = gaps.map(([gap, length]) => {
          const target = { offset: end + (gap * MIB) / 4, length: (length * MIB) / 4 }
          end = endOf(target)
          return target
        })
        const table = { ...image.bat, count: HOSTILE_ENTRIES }
        const all = await readBatEntries(image.source, table, 0, HOSTILE_ENTRIES)
        const given: Entries = { all, targets, fileSize, geometry: image.bat.geometry }

        const { census, findings, unlisted } = await surveyBat(image, { targets })
        const said = findings.flatMap(({ rule, values }) =>
          rule.startsWith('space.') ? [] : [`${rule} ${values['index']}`],
        )
        expect(said.sort()).toEqual([...blockFindings(given)].sort())
        expect(unlisted.size).toBe(0)
        expect(census).toMatchObject(censusIn(given))
        const space = findings.filter(({ rule }) => rule.startsWith('space.')).map(({ at }) => at)
        expect(space).toEqual(freeIn(given))
      },
    ),
    { numRuns: cases(200) },
  )
})

const imageOf = async (file: SparseFile) => {
  const { bat, ...image } = await readImage(file)
  if (!bat) throw new Error('the image has a BAT')
  return { ...image, bat }
}

test('lists some of very many findings and counts the rest', async () => {
  const file = buildImage({ virtualDiskSize: GIB })
  const entry = batEntry.encode({ state: 6, fileOffsetMB: 2 ** 40 })
  for (let block = 0; block < 1024; block++) file.put(BAT + block * 8, entry)
  const { findings, unlisted } = await surveyBat(await imageOf(file), { targets: [] })
  expect(findings).toHaveLength(MAX_PER_RULE)
  expect([...unlisted]).toEqual([['bat.block-beyond-end', 1024 - MAX_PER_RULE]])
})

test('counts the partial blocks of a chunk without bitmap even where it lists no more of them', async () => {
  const file = buildImage({ virtualDiskSize: GIB, kind: 'differencing', fileSize: 1028 * MIB })
  for (let block = 0; block < 1024; block++) {
    file.put(BAT + block * 8, batEntry.encode({ state: 7, fileOffsetMB: 4 + block }))
  }
  const { findings, unlisted } = await surveyBat(await imageOf(file), { targets: [] })
  expect(findings).toHaveLength(MAX_PER_RULE)
  expect(findings.at(-1)?.values).toEqual({ index: MAX_PER_RULE - 1, bitmap: 4096 })
  expect([...unlisted]).toEqual([['bat.partial-without-bitmap', 1024 - MAX_PER_RULE]])
})

test('only counts where it is not asked for findings', async () => {
  const file = buildImage({
    virtualDiskSize: 16 * MIB,
    fileSize: 64 * MIB,
    bat: { 0: { state: 'fully-present', fileOffsetMB: 1 }, 1: { state: 'reserved-4' } },
  })
  const { census, findings, unlisted } = await surveyBat(await imageOf(file), undefined)
  expect(census.payload).toMatchObject({ 'fully-present': 1, 'reserved-4': 1, 'not-present': 14 })
  expect([...findings, ...unlisted]).toEqual([])
})

test('a bitmap in an impossible state weighs less where nobody reads bitmaps', async () => {
  const bat = { 4096: { state: 'reserved-2' } } as const
  const severity = async (kind: DiskKind) => {
    const file = buildImage({ virtualDiskSize: 5 * GIB, kind, bat })
    return (await surveyBat(await imageOf(file), { targets: [] })).findings.map(severityOf)
  }
  expect(await severity('dynamic')).toEqual(['warning'])
  expect(await severity('differencing')).toEqual(['error'])
})

test('takes the space of a table that it cannot see whole for nothing', async () => {
  const file = buildImage({ virtualDiskSize: 16 * MIB, fileSize: 64 * MIB })
  const { bat, ...image } = await imageOf(file)
  const cut = { ...image, bat: { ...bat, count: 3 } }
  expect((await surveyBat(cut, { targets: [] })).findings).toEqual([])
})

test('a file of any size takes a map of bounded size', async () => {
  const file = buildImage({
    virtualDiskSize: 16 * MIB,
    fileSize: 2 ** 52,
    blocks: [{ block: 0, fileOffsetMB: 2 ** 30 }],
  })
  const { findings } = await surveyBat(await imageOf(file), { targets: [] })
  expect(findings.map(({ rule }) => rule)).toEqual(['space.unreferenced'])
})

describe('a large table', () => {
  const file = buildImage({ virtualDiskSize: 1024 * GIB, fileSize: 32 * MIB })
  // An entry at each end of the first window of 4 MiB, and the last one of all.
  const places = [0, 2 ** 19 - 1, 2 ** 19, 2 ** 20 + 254]
  places.forEach((index, i) => {
    file.put(BAT + index * 8, batEntry.encode({ state: 6, fileOffsetMB: 20 + i }))
  })

  test('is counted across windows, with progress in entries', async () => {
    const image = await imageOf(file)
    const progress: [number, number][] = []
    const run: Run = { onProgress: (done, total) => progress.push([done, total]) }
    const { census, findings } = await surveyBat(image, { targets: [] }, run)
    expect(census.payload['fully-present']).toBe(4)
    expect(census.payload['not-present']).toBe(2 ** 20 - 4)
    expect(census.sectorBitmap).toEqual({ 'not-present': 255, present: 0 })
    expect(findings).toEqual([])
    const { count } = image.bat
    expect(progress).toEqual([
      [2 ** 19, count],
      [2 ** 20, count],
      [count, count],
    ])
  })

  test('stops on request', async () => {
    const controller = new AbortController()
    const run: Run = { signal: controller.signal, onProgress: () => controller.abort() }
    await expect(surveyBat(await imageOf(file), { targets: [] }, run)).rejects.toThrow('aborted')
  })
})
