import { beforeEach, expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { SAMPLE_IDS } from '../engine/compose/sample-id.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { MIB } from '../engine/format/layout.ts'
import { type SessionCalls, sessionCalls, watchedRun } from '../testing/worker-calls.ts'
import { CallError } from './client.ts'
import { MAX_PAGE_BYTES } from './protocol/file.ts'
import type { Progress } from './protocol/protocol.ts'
import type { CallRun } from './rpc.ts'

let session: SessionCalls
let progress: Progress[]
let run: CallRun

beforeEach(() => {
  session = sessionCalls()
  ;({ run, progress } = watchedRun())
})

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: unknown) => (error instanceof CallError ? error.info.code : String(error)),
  )

const blobOf = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>])
const asHandle = (getFile: () => Promise<File>) => ({ getFile }) as FileSystemFileHandle

test.each(SAMPLE_IDS)('the sample "%s" is the same file as a Blob', async (sample) => {
  await session.recipe.openSample({ sample }, run)
  const { source } = buildSample(sample)
  for (let offset = 0; offset < source.size; offset += MAX_PAGE_BYTES) {
    const page = { state: 'before', offset, length: MAX_PAGE_BYTES } as const
    const bytes = await session.file.read(page, run)
    const expected = source.take(offset, Math.min(MAX_PAGE_BYTES, source.size - offset))
    expect(bytes.length).toBe(expected.length)
    expect(Buffer.compare(bytes, expected)).toBe(0)
  }
})

test('opens a Blob, a File and the file behind a handle alike', async () => {
  const bytes = buildSample('dirty').source.toBytes() as Uint8Array<ArrayBuffer>
  const file = new File([bytes], 'dirty.vhdx')
  for (const input of [blobOf(bytes), file, asHandle(async () => file)]) {
    expect(await session.file.open({ input }, run)).toMatchObject({ outcome: 'replayable' })
  }
})

test('says that it may not read what a handle does not give', async () => {
  const input = asHandle(() => Promise.reject(new DOMException('no', 'NotAllowedError')))
  expect(await codeOf(session.file.open({ input }, run))).toBe('no-permission')
})

/** As Chromium has a file that went away before anybody asked for its size. */
const goneFile = (name: string): Blob =>
  Object.assign(new Blob([]), { arrayBuffer: () => Promise.reject(new DOMException('no', name)) })

test.each([
  ['NotFoundError', 'file-missing'],
  ['NotReadableError', 'in-use'],
])('a file of no bytes whose read fails with %s is not an empty file', async (name, code) => {
  expect(await codeOf(session.file.open({ input: goneFile(name) }, run))).toBe(code)
  const empty = new Blob([])
  expect(await session.file.open({ input: empty }, run)).toMatchObject({ outcome: 'not-vhdx' })
})

test('surveys a small BAT at once, a large one when it is asked for', async () => {
  const small = await session.recipe.openSample({ sample: 'clean' }, run)
  expect(small.before.census).toBeDefined()

  const large = buildImage({ virtualDiskSize: 2 ** 38, blocks: [{ block: 3 }] }).toBytes()
  expect((await session.file.open({ input: blobOf(large) }, run)).before.census).toBeUndefined()
  const surveyed = await session.file.additions({ blocks: 'all' }, run)
  expect(surveyed.before.census?.payload).toMatchObject({ 'fully-present': 1 })
  expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total)
})

test('surveys a BAT of 16 MiB without being asked for it, but none that is larger', async () => {
  const open = (blocks: number) => {
    const image = buildImage({ virtualDiskSize: blocks * MIB, blockSize: MIB })
    return session.file.open({ input: blobOf(image.toBytes()) }, run)
  }
  await open(2_000_000)
  expect((await session.file.additions({ blocks: 'few' }, run)).before.census).toBeDefined()
  await open(2_200_000)
  expect((await session.file.additions({ blocks: 'few' }, run)).before.census).toBeUndefined()
  expect((await session.file.additions({ blocks: 'all' }, run)).before.census).toBeDefined()
})

test('gives bytes up to a page and up to the end of the file', async () => {
  const { size } = await session.recipe.openSample({ sample: 'clean' }, run)
  const lengthAt = async (offset: number, length: number) =>
    (await session.file.read({ state: 'before', offset, length }, run)).length
  expect(await lengthAt(0, 2 * MAX_PAGE_BYTES)).toBe(MAX_PAGE_BYTES)
  expect(await lengthAt(size - 10, 100)).toBe(10)
  expect(await lengthAt(size + 10, 100)).toBe(0)
})

test('reads the replay entry by entry, from nothing to all but the headers', async () => {
  const { log, update } = await session.recipe.openSample({ sample: 'dirty' }, run)
  const count = log?.active?.positions.length ?? 0
  expect(count).toBeGreaterThan(1)
  const none = await session.log.replay({ upTo: 0 }, run)
  expect(none.changes).toEqual([])
  const all = await session.log.replay({ upTo: count }, run)
  expect(all.changes).toEqual(update?.changes)

  const header = { offset: 64 * 1024, length: 4096 }
  const before = await session.file.read({ state: 'before', ...header }, run)
  expect(await session.file.read({ state: 'after', upTo: count, ...header }, run)).toEqual(before)
  expect(await session.file.read({ state: 'after', ...header }, run)).not.toEqual(before)
})

test('gives log entries by page, filtered and sorted', async () => {
  await session.recipe.openSample({ sample: 'dirty' }, run)
  const all = await session.log.entries({ start: 0, count: 100 }, run)
  expect(all.rows.length).toBe(all.total)
  const active = await session.log.entries(
    { start: 1, count: 2, statuses: ['active'], sort: 'sequence-number', descending: true },
    run,
  )
  const numbers = all.rows
    .filter(({ status }) => status === 'active')
    .map(({ header }) => header.sequenceNumber)
    .sort((a, b) => Number(b - a))
  expect(active.total).toBe(numbers.length)
  expect(active.rows.map(({ header }) => header.sequenceNumber)).toEqual(numbers.slice(1, 3))
})

test('finds the entry that takes a slot of the log, also behind its first sector', async () => {
  await session.recipe.openSample({ sample: 'wrapped' }, run)
  const { rows } = await session.log.entries({ start: 0, count: 1000 }, run)
  for (const entry of rows.filter(({ status }) => status === 'active')) {
    const last = (entry.position + entry.length - 4096) % MIB
    expect((await session.log.entry({ position: last }, run))?.position).toBe(entry.position)
  }
})

test('makes the report as JSON', async () => {
  await session.recipe.openSample({ sample: 'dirty' }, run)
  const made = '2026-11-22T12:00:00Z'
  const text = new TextDecoder().decode(
    await session.report.file({ format: 'json', name: 'a.vhdx', made }, run),
  )
  expect(JSON.parse(text)).toMatchObject({ outcome: 'replayable', made, file: { name: 'a.vhdx' } })
})

test('makes the replayed copy as a Blob', async () => {
  const { update } = await session.recipe.openSample({ sample: 'torn' }, run)
  const copy = await session.save.blob({}, run)
  expect(copy.size).toBe(update?.sizeAfter)
  const other = sessionCalls()
  expect(await other.file.open({ input: copy }, run)).toMatchObject({ outcome: 'clean' })
})

test('copies nothing where nothing can be replayed', async () => {
  await session.recipe.openSample({ sample: 'clean' }, run)
  expect(await codeOf(session.save.blob({}, run))).toBe('cannot-replay')
  await session.recipe.openSample({ sample: 'truncated' }, run)
  expect(await codeOf(session.save.blob({}, run))).toBe('cannot-replay')
})

test('counts the bytes that it has looked at, each once', async () => {
  const { size } = await session.recipe.openSample({ sample: 'dirty' }, run)
  await session.file.check({}, run)
  const opened = await session.file.bytesRead({}, run)
  expect(opened).toBeGreaterThan(MIB)
  expect(opened).toBeLessThan(size)
  await session.file.check({}, run)
  expect(await session.file.bytesRead({}, run)).toBe(opened)
  for (let offset = 0; offset < size; offset += MAX_PAGE_BYTES) {
    await session.file.read({ state: 'before', offset, length: MAX_PAGE_BYTES }, run)
  }
  expect(await session.file.bytesRead({}, run)).toBe(size)
})

test('finds an unchanged source unchanged', async () => {
  await session.recipe.openSample({ sample: 'dirty' }, run)
  expect(await session.file.check({}, run)).toEqual({ changed: false })
})

test('needs a file', async () => {
  expect(await codeOf(session.file.check({}, run))).toBe('internal')
})
