import { describe, expect, test } from 'vitest'
import { plainDisk } from '../../testing/marks.ts'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import { standardRegions } from '../compose/compose-header-section.ts'
import { KIB, MIB } from '../format/layout.ts'
import { readImage } from './image.ts'
import { boundariesAround, structureAt, structureIn, structuresOf } from './structure-map.ts'

const STRANGE = guid('00112233-4455-4677-8899-aabbccddeeff')
const strange = { guid: STRANGE, fileOffset: BigInt(5 * MIB), length: MIB }
const entries = [...standardRegions(plainDisk), strange]
const image = await readImage(
  buildImage({ ...plainDisk, fileSize: 8 * MIB, regionTables: [{ entries }, { entries }] }),
)

describe('a place of the file', () => {
  test.each([
    [0, 'file-identifier', 'File identifier'],
    [64 * KIB - 1, 'file-identifier', 'File identifier'],
    [64 * KIB, 'header', 'Header 1'],
    [68 * KIB - 1, 'header', 'Header 1'],
    [68 * KIB, 'header-section', 'Header section, reserved'],
    [128 * KIB, 'header', 'Header 2'],
    [132 * KIB, 'header-section', 'Header section, reserved'],
    [192 * KIB, 'region-table', 'Region table 1'],
    [320 * KIB - 1, 'region-table', 'Region table 2'],
    [320 * KIB, 'header-section', 'Header section, reserved'],
    [MIB - 1, 'header-section', 'Header section, reserved'],
    [MIB, 'log', 'Log'],
    [2 * MIB, 'metadata', 'Metadata'],
    [3 * MIB, 'bat', 'BAT'],
    [6 * MIB - 1, 'region', STRANGE],
  ])('%i belongs to %s', (offset, kind, name) => {
    expect(structureAt(image, offset)).toMatchObject({ kind, name })
  })

  test.each([4 * MIB, 6 * MIB, 100 * MIB])('%i belongs to none but perhaps a block', (offset) => {
    expect(structureAt(image, offset)).toBeUndefined()
  })
})

test('of structures that overlap the header section goes first, then the log', async () => {
  const place = { logOffset: BigInt(2 * MIB) }
  const overlapping = [...entries, { ...strange, fileOffset: 0n }]
  const hostile = await readImage(
    buildImage({
      ...plainDisk,
      headers: [place, place],
      regionTables: [{ entries: overlapping }, { entries: overlapping }],
    }),
  )
  const structures = structuresOf(hostile)
  expect(structureIn(structures, 2 * MIB)?.kind).toBe('log')
  expect(structureIn(structures, 64 * KIB)?.kind).toBe('header')
})

test('the next and the previous border are found from everywhere', () => {
  const around = (offset: number) => boundariesAround(structuresOf(image), offset)
  expect(around(0)).toEqual({ previous: undefined, next: 64 * KIB })
  expect(around(64 * KIB)).toEqual({ previous: 0, next: 68 * KIB })
  expect(around(MIB)).toEqual({ previous: 320 * KIB, next: 2 * MIB })
  expect(around(4 * MIB + 5)).toEqual({ previous: 4 * MIB, next: 5 * MIB })
  expect(around(7 * MIB)).toEqual({ previous: 6 * MIB, next: undefined })
})
