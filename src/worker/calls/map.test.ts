import { beforeEach, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { TIB } from '../../engine/format/layout.ts'
import { type SessionCalls, sessionCalls, watchedRun } from '../../testing/worker-calls.ts'
import type { Progress } from '../protocol/protocol.ts'
import type { CallRun } from '../rpc.ts'

let session: SessionCalls
let progress: Progress[]
let run: CallRun

beforeEach(() => {
  session = sessionCalls()
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
  await session.file.open({ input: large(3) }, run)
  const map = await session.blocks.map(query, run)
  expect(map.before?.cells).toHaveLength(512)
  expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total)
  // The same answer, without another look at the table.
  const reports = progress.length
  expect(await session.blocks.map(query, run)).toEqual(map)
  expect(progress).toHaveLength(reports)

  await session.file.open({ input: large(2000) }, run)
  const other = await session.blocks.map(query, run)
  expect(other.before?.cells[0]).not.toBe(map.before?.cells[0])
  expect(other.before?.cells[1]).not.toBe(map.before?.cells[1])
})

test('exports rows as a file of the type that was asked for', async () => {
  await session.recipe.openSample({ sample: 'dirty' }, run)
  const rows = { state: 'before', changedOnly: true } as const
  const csv = await session.blocks.export({ ...rows, format: 'csv' }, run)
  expect(csv.type).toMatch(/^text\/csv/)
  const { total } = await session.blocks.rows({ ...rows, start: 0, count: 1 }, run)
  expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(total + 1)
  const json = await session.blocks.export({ ...rows, format: 'json' }, run)
  expect(JSON.parse(await json.text())).toHaveLength(total)
})

test('stops an export that nobody waits for', async () => {
  await session.file.open({ input: large(3) }, run)
  const stopped = { ...run, signal: AbortSignal.abort() }
  await expect(session.blocks.export({ state: 'before', format: 'csv' }, stopped)).rejects.toThrow()
})

test('charts the file once for all who ask, again for another file, and after an abort', async () => {
  const query = { from: 0, to: 2 ** 30, perCell: 1 }
  await session.file.open({ input: large(3) }, run)
  const stopped = { ...run, signal: AbortSignal.abort() }
  const [failed, map, place] = await Promise.allSettled([
    session.space.map(query, stopped),
    session.space.map(query, run),
    session.space.place({ state: 'before', from: 0, to: 2 ** 40, kinds: ['payload'] }, run),
  ])
  expect(failed.status).toBe('rejected')
  expect(map).toMatchObject({ value: { before: { bytes: { payload: 2 ** 20 } } } })
  expect(place).toMatchObject({ value: { kind: 'payload', owners: { first: { number: 3 } } } })
  await session.file.open({ input: large(2000) }, run)
  const extents = { state: 'before', kinds: ['payload'], start: 0, count: 5 } as const
  const { rows, total } = await session.space.extents(extents, run)
  expect(total).toBe(1)
  expect(rows[0]?.owners.first?.number).toBe(2000)
  const { total: invalid } = await session.blocks.rows(
    { state: 'before', states: ['invalid'], start: 0, count: 5 },
    run,
  )
  expect(invalid).toBe(0)
})
