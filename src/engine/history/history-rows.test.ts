import { expect, test } from 'vitest'
import { NodeFile } from '../../cli/files/node-file.ts'
import { realImage } from '../../testing/images.ts'
import { REPLAY_IDS } from '../../testing/our-replay.ts'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import { standardRegions } from '../compose/compose-header-section.ts'
import type { ImageDescription } from '../compose/description.ts'
import { GIB, MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { HistoryRows } from './history-rows.ts'

const ALL = { start: 0, count: 1000 }
const A = guid('aaaaaaaa-0000-4000-8000-000000000000')
const B = guid('bbbbbbbb-0000-4000-8000-000000000000')

/** An entry is made of what is on disk: each says all that is changed by then. */
const ZEROS = { 3: { state: 'zero' }, 4: { state: 'zero' } } as const

/** BAT[3] and [4] are written by two earlier sessions and the current one. */
const three: ImageDescription = {
  virtualDiskSize: GIB,
  log: {
    entries: [
      { logGuid: A, updates: [{ kind: 'bat', changes: { 3: { state: 'zero' } } }] },
      { logGuid: B, updates: [{ kind: 'bat', changes: { ...ZEROS } }] },
      { tail: 16384, updates: [{ kind: 'bat', changes: { ...ZEROS, 3: { state: 'unmapped' } } }] },
    ],
  },
}

async function rowsOf(description: ImageDescription): Promise<HistoryRows> {
  const rows = await HistoryRows.open(await inspect(buildImage(description), REPLAY_IDS))
  if (!rows) throw new Error('the image has no log')
  return rows
}

test('tells what each session did to an entry of the BAT, and what it holds now', async () => {
  const rows = await rowsOf(three)
  const { rows: places } = await rows.places(undefined, ALL)
  expect(places).toMatchObject([{ target: 'BAT[0–511]', writes: 3, sessions: 3 }])
  const [place] = places
  const steps = place && (await rows.steps(place, ALL))
  expect(
    steps?.rows.map(({ by, certainty, change }) => [by.kind, certainty, change.lines]),
  ).toEqual([
    ['entry', undefined, []],
    ['entry', 'likely', ['BAT[4]: NOT_PRESENT → ZERO']],
    ['entry', 'proven', ['BAT[3]: ZERO → UNMAPPED']],
    ['disk', 'proven', ['BAT[3]: UNMAPPED → NOT_PRESENT', 'BAT[4]: ZERO → NOT_PRESENT']],
    ['after-replay', 'proven', ['BAT[3]: NOT_PRESENT → UNMAPPED', 'BAT[4]: NOT_PRESENT → ZERO']],
  ])
})

test('tells of one session only what that wrote', async () => {
  const rows = await rowsOf(three)
  expect((await rows.places(1, ALL)).rows).toMatchObject([{ writes: 1, sessions: 1 }])
  expect((await rows.entries(1, ALL)).rows).toMatchObject([
    { writes: 1, targets: ['BAT[0–511]'], change: { lines: ['BAT[4]: NOT_PRESENT → ZERO'] } },
  ])
  expect((await rows.entries(9, ALL)).total).toBe(0)
})

test('follows one entry of the BAT through the sessions', async () => {
  const rows = await rowsOf(three)
  const [place] = (await rows.places(undefined, ALL)).rows
  if (!place) throw new Error('nothing was written')
  const steps = (await rows.steps(place, ALL, undefined, 3)).rows
  expect(steps.map(({ value, change }) => [value, change.lines])).toEqual([
    ['ZERO', []],
    ['ZERO', []],
    ['UNMAPPED', ['BAT[3]: ZERO → UNMAPPED']],
    ['NOT_PRESENT', ['BAT[3]: UNMAPPED → NOT_PRESENT']],
    ['UNMAPPED', ['BAT[3]: NOT_PRESENT → UNMAPPED']],
  ])
  // An entry that is not in this sector is followed nowhere.
  const other = (await rows.steps(place, ALL, undefined, 600)).rows
  expect(other.map(({ value }) => value)).toEqual(other.map(() => undefined))
})

test('follows no entry of the BAT that a sector cuts in two', async () => {
  const [bat = {}, metadata = {}] = standardRegions({ virtualDiskSize: GIB })
  const entries = [{ ...bat, fileOffset: BigInt(3 * MIB + 4) }, metadata]
  const sector = { kind: 'data', fileOffset: BigInt(3 * MIB), bytes: new Uint8Array(4096) } as const
  const rows = await rowsOf({
    virtualDiskSize: GIB,
    regionTables: [{ entries }, { entries }],
    log: { entries: [{ updates: [sector] }] },
  })
  const [place] = (await rows.places(undefined, ALL)).rows
  if (!place) throw new Error('nothing was written')
  const told = async (entry: number) =>
    (await rows.steps(place, ALL, undefined, entry)).rows[0]?.value
  expect([await told(510), await told(511)]).toEqual(['NOT_PRESENT', undefined])
})

test('gives steps by page as it gives them all', async () => {
  const rows = await rowsOf(three)
  const [place] = (await rows.places(undefined, ALL)).rows
  if (!place) throw new Error('nothing was written')
  const { rows: all, total } = await rows.steps(place, ALL)
  const pages = []
  for (let start = 0; start < total; start += 2) {
    pages.push(...(await rows.steps(place, { start, count: 2 })).rows)
  }
  expect(pages).toEqual(all)
})

test('does not go through long runs of zeros', async () => {
  const rows = await rowsOf({
    virtualDiskSize: GIB,
    log: {
      entries: [
        { updates: [{ kind: 'zero', fileOffset: 2n ** 30n, length: 2n ** 50n }] },
        { updates: [{ kind: 'zero', fileOffset: 2n ** 30n, length: 2n ** 50n }] },
      ],
    },
  })
  const { rows: places } = await rows.places(undefined, ALL)
  expect(places).toMatchObject([{ offset: 2 ** 30, length: 2 ** 50, writes: 2 }])
  const [place] = places
  const steps = place && (await rows.steps(place, ALL))
  expect(
    steps?.rows.map(({ change: { changedBytes, notCompared } }) => [changedBytes, notCompared]),
  ).toEqual([
    [undefined, ['first']],
    [undefined, ['long-zeros']],
    [undefined, ['long-zeros']],
    [undefined, ['long-zeros']],
  ])
  expect((await rows.entries(0, ALL)).rows.map(({ change }) => change.notCompared)).toEqual([
    ['long-zeros'],
    ['long-zeros'],
  ])
})

test('says of an entry what was compared, and why the rest was not', async () => {
  const at = (sector: number) => BigInt(2 * MIB + 512 * 1024 + sector * 4096)
  const zeros = (sector: number, sectors = 1) =>
    ({ kind: 'zero', fileOffset: at(sector), length: BigInt(sectors * 4096) }) as const
  const rows = await rowsOf({
    virtualDiskSize: GIB,
    log: {
      entries: [
        { updates: [zeros(0)] },
        { updates: [zeros(0), zeros(1), zeros(8, 5)] },
        { updates: Array.from({ length: 17 }, (_, i) => zeros(i === 16 ? 40 : 0)) },
      ],
    },
  })
  const changes = (await rows.entries(0, ALL)).rows.map(({ change }) => change)
  expect(changes.map(({ changedBytes, notCompared }) => [changedBytes, notCompared])).toEqual([
    [undefined, ['first']],
    [0, ['first', 'long-zeros']],
    [0, ['many-writes']],
  ])
})

test('has no history where there is no log', async () => {
  const bytes = buildImage({ virtualDiskSize: GIB })
  const empty = await HistoryRows.open(await inspect(bytes, REPLAY_IDS))
  expect(empty?.sessions(ALL)).toEqual({ rows: [], total: 0, orphans: 0 })
})

const DIRTY = 'iotest-dirtylog-10G-4M.vhdx'

test.skipIf(!realImage(DIRTY))(
  'the dirty image of QEMU: seven sessions of an entry each, one BAT entry after the other',
  async () => {
    const file = await NodeFile.open(realImage(DIRTY) ?? '', 'r')
    const rows = await HistoryRows.open(await inspect(file, REPLAY_IDS))
    const sessions = rows?.sessions(ALL).rows ?? []
    expect(sessions.map(({ numbers }) => numbers?.first)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n])
    expect(sessions.map(({ certainty }) => certainty)).toEqual([
      undefined,
      ...Array<string>(5).fill('likely'),
      'proven',
    ])
    const changes = []
    for (const { index } of sessions) {
      const entries = await rows?.entries(index, ALL)
      changes.push(...(entries?.rows.flatMap(({ change }) => change.lines) ?? []))
    }
    expect(changes).toEqual(
      [12, 13, 14, 15, 16, 17].map(
        (block) => `BAT[${block}]: NOT_PRESENT → FULLY_PRESENT at ${block + 12} MiB`,
      ),
    )
    await file.close()
  },
)
