import { beforeEach, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { TIB } from '../../engine/format/layout.ts'
import { watchedRun } from '../../testing/worker-calls.ts'
import type { Progress } from '../protocol/protocol.ts'
import type { CallRun, Handlers } from '../rpc.ts'
import { sessionHandlers } from '../session.ts'

let session: Handlers
let progress: Progress[]
let run: CallRun

beforeEach(() => {
  session = sessionHandlers()
  ;({ run, progress } = watchedRun())
})

const large = (block: number): Blob =>
  new Blob([
    buildImage({
      virtualDiskSize: TIB / 2,
      blocks: [{ block }],
    }).toBytes() as Uint8Array<ArrayBuffer>,
  ])

test('gives the map of the file that is open, and not of the one before', async () => {
  const query = { from: 0, to: 2 ** 20, perCell: 1024 }
  await session.open({ input: large(3) }, run)
  const map = await session.readBlockMap(query, run)
  expect(map.before?.cells).toHaveLength(512)
  expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total)
  // The same answer, without another look at the table.
  const reports = progress.length
  expect(await session.readBlockMap(query, run)).toEqual(map)
  expect(progress).toHaveLength(reports)

  await session.open({ input: large(2000) }, run)
  const other = await session.readBlockMap(query, run)
  expect(other.before?.cells[0]).not.toBe(map.before?.cells[0])
  expect(other.before?.cells[1]).not.toBe(map.before?.cells[1])
})

test('exports rows as a file of the type that was asked for', async () => {
  await session.openSample({ sample: 'dirty' }, run)
  const rows = { state: 'before', changedOnly: true } as const
  const csv = await session.exportBat({ ...rows, format: 'csv' }, run)
  expect(csv.type).toMatch(/^text\/csv/)
  const { total } = await session.readBat({ ...rows, start: 0, count: 1 }, run)
  expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(total + 1)
  const json = await session.exportBat({ ...rows, format: 'json' }, run)
  expect(JSON.parse(await json.text())).toHaveLength(total)
})

test('stops an export that nobody waits for', async () => {
  await session.open({ input: large(3) }, run)
  const stopped = { ...run, signal: AbortSignal.abort() }
  await expect(session.exportBat({ state: 'before', format: 'csv' }, stopped)).rejects.toThrow()
})

test('charts the file once for all who ask, again for another file, and after an abort', async () => {
  const query = { from: 0, to: 2 ** 30, perCell: 1 }
  await session.open({ input: large(3) }, run)
  const stopped = { ...run, signal: AbortSignal.abort() }
  const [failed, map, place] = await Promise.allSettled([
    session.readFileMap(query, stopped),
    session.readFileMap(query, run),
    session.readFilePlace({ state: 'before', from: 0, to: 2 ** 40, kinds: ['payload'] }, run),
  ])
  expect(failed.status).toBe('rejected')
  expect(map).toMatchObject({ value: { before: { bytes: { payload: 2 ** 20 } } } })
  expect(place).toMatchObject({ value: { kind: 'payload', owners: { first: { number: 3 } } } })
  await session.open({ input: large(2000) }, run)
  const extents = { state: 'before', kinds: ['payload'], start: 0, count: 5 } as const
  const { rows, total } = await session.readFileExtents(extents, run)
  expect(total).toBe(1)
  expect(rows[0]?.owners.first?.number).toBe(2000)
  const { total: invalid } = await session.readBat(
    { state: 'before', states: ['invalid'], start: 0, count: 5 },
    run,
  )
  expect(invalid).toBe(0)
})
