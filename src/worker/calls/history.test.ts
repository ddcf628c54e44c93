/** The log's history through the worker: pages, and that nothing of it can ever be saved. */
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { buildSample } from '../../engine/compose/samples.ts'
import { GIB, MIB } from '../../engine/format/layout.ts'
import { filesIn, readSource } from '../../testing/source-files.ts'
import { quietRun, type SessionCalls, sessionCalls } from '../../testing/worker-calls.ts'
import type { CallRun } from '../rpc.ts'

const run = quietRun()
const ALL = { start: 0, count: 1000 }

/** The log has to be replayed, and no entry of it verifies. */
const damaged: ImageDescription = {
  virtualDiskSize: GIB,
  log: {
    entries: [{ updates: [{ kind: 'bat', changes: { 1: { state: 'zero' } } }], flips: [100] }],
  },
}

const blobOf = (source: ReturnType<typeof buildImage>): Blob =>
  new Blob([source.toBytes() as Uint8Array<ArrayBuffer>])

/** Asks for everything that there is about the history, and gives how much that was. */
async function lookAtAll(session: SessionCalls): Promise<number> {
  let seen = 0
  const sessions = await session.history.sessions(ALL, run)
  for (const { index } of sessions.rows) {
    const { rows } = await session.history.sessionEntries({ session: index, ...ALL }, run)
    for (const { entry } of rows) {
      const { position } = entry
      const diff = await session.log.entryDiff({ position, state: 'before', ...ALL }, run)
      const place = { position, state: 'before', offset: 0, length: 65536 } as const
      seen += diff.total + (await session.log.withEntry(place, run)).bytes.length
    }
  }
  for (const place of (await session.history.places(ALL, run)).rows) {
    const { offset, length } = place
    seen += (await session.history.steps({ offset, length, ...ALL }, run)).total
  }
  seen += (await session.history.orphans(ALL, run)).total
  const steps = await session.history.trace(ALL, run)
  return seen + steps.total + (await session.history.tails(ALL, run)).total
}

test('a copy that is saved after looking at every entry is the one that is saved without', async () => {
  const image = blobOf(buildSample('dirty').source)
  const [looked, untouched] = [sessionCalls(), sessionCalls()]
  for (const session of [looked, untouched]) await session.file.open({ input: image }, run)
  expect(await lookAtAll(looked)).toBeGreaterThan(0)
  const [first, second] = [await looked.save.blob({}, run), await untouched.save.blob({}, run)]
  expect(first.size).toBe(second.size)
  // Headers get GUIDs of their own for each copy.
  const tail = async (blob: Blob) => Buffer.from(await blob.slice(192 * 1024).arrayBuffer())
  expect(Buffer.compare(await tail(first), await tail(second))).toBe(0)
})

test('an image that is refused cannot be saved, whatever entry was looked at', async () => {
  const session = sessionCalls()
  const image = blobOf(buildImage(damaged))
  expect(await session.file.open({ input: image }, run)).toMatchObject({ outcome: 'refused' })
  expect(await lookAtAll(session)).toBeGreaterThan(0)
  await expect(session.save.blob({}, run)).rejects.toMatchObject({
    info: { code: 'cannot-replay' },
  })
})

test('nothing that saves, replays or commits knows of entries as they are looked at', () => {
  const sources = ['src/engine', 'src/worker', 'src/cli'].flatMap(filesIn).map(readSource)
  const users = sources
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .filter(({ imports }) =>
      imports.some(
        ({ target, isType }) => !isType && target === 'src/engine/entries/entry-diff.ts',
      ),
    )
    .map(({ path }) => path)
  expect(users).toEqual(['src/worker/calls/log.ts'])
})

test('a file without a log has no history and nothing to search', async () => {
  const session = sessionCalls()
  await session.file.open({ input: new Blob(['no disk at all']) }, run)
  expect(await session.history.sessions(ALL, run)).toMatchObject({ rows: [], total: 0 })
  expect(await session.history.trace(ALL, run)).toEqual({ rows: [], total: 0 })
  expect(await session.history.findStep({ slot: 3 }, run)).toBe(0)
})

test('whoever cancels a call about the history does not wait for its end', async () => {
  const session = sessionCalls()
  const updates = Array.from({ length: 126 }, (_, i) => {
    const length = i % 2 === 0 ? 4096n : 2n ** 20n
    return { kind: 'zero', fileOffset: BigInt(8 * MIB + i * 4096), length } as const
  })
  const entries = Array.from({ length: 256 }, () => ({ updates }))
  await session.file.open(
    { input: blobOf(buildImage({ virtualDiskSize: GIB, log: { entries } })) },
    run,
  )
  const place = { offset: 8 * MIB, length: 4096 }
  const calls: ((own: CallRun) => Promise<object>)[] = [
    (own) => session.history.sessions(ALL, own),
    (own) => session.history.sessionEntries({ session: 0, ...ALL }, own),
    (own) => session.history.places(ALL, own),
    (own) => session.history.steps({ ...place, ...ALL }, own),
    (own) => session.history.orphans(ALL, own),
  ]
  for (const call of calls) {
    const abort = new AbortController()
    const answer = call({ ...run, signal: abort.signal })
    abort.abort(new Error('cancelled'))
    await expect(answer).rejects.toThrow('cancelled')
  }
  // A message that comes in while it works.
  const abort = new AbortController()
  setTimeout(() => abort.abort(new Error('cancelled')))
  const late = session.history.sessionEntries(
    { session: 0, ...ALL },
    { ...run, signal: abort.signal },
  )
  await expect(late).rejects.toThrow('cancelled')
  expect((await session.history.places(ALL, run)).total).toBeGreaterThan(0)
})

test('another file has another history', async () => {
  const session = sessionCalls()
  await session.file.open({ input: blobOf(buildSample('dirty').source) }, run)
  expect((await session.history.sessions(ALL, run)).total).toBe(2)
  await session.file.open({ input: blobOf(buildImage(damaged)) }, run)
  expect((await session.history.sessions(ALL, run)).total).toBe(1)
})
