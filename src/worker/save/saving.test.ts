import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SampleId } from '../../engine/compose/sample-id.ts'
import { fakeFileHandle } from '../../testing/fake-file-handle.ts'
import { failureOf, infoOf, sessionCalls, watchedRun } from '../../testing/worker-calls.ts'
import type { CallError } from '../client.ts'
import type { CallRun } from '../rpc.ts'

async function openSample(sample: SampleId) {
  const session = sessionCalls()
  const { run, progress, abort } = watchedRun()
  const inspection = await session.recipe.openSample({ sample }, run)
  progress.length = 0
  return { session, inspection, progress, abort, run }
}

const codeOf = async (call: Promise<unknown>) => (await infoOf(call)).code

test.each<SampleId>(['dirty', 'torn', 'wrapped', 'full', 'differencing'])(
  'saves the replayed copy of the sample "%s"',
  async (sample) => {
    const { session, inspection, progress, run } = await openSample(sample)
    const target = fakeFileHandle()
    const { size, verifiedBytes } = await session.save.copy({ target }, run)
    const copy = await target.content()
    expect(size).toBe(inspection.update?.sizeAfter)
    expect(copy.length).toBe(size)
    // Both headers, and everything that the log writes.
    expect(verifiedBytes).toBe((inspection.update?.bytesWritten ?? 0) + 2 * 4096)
    const download = await session.save.blob({}, run)
    expect(Buffer.compare(copy, new Uint8Array(await download.arrayBuffer()))).toBe(0)
    const phases = progress.map(({ phase }) => phase)
    expect([...new Set(phases)]).toEqual(['check', 'write', 'finish', 'verify'])
    expect(progress.findLast(({ phase }) => phase === 'write')).toMatchObject({
      done: size,
      total: size,
    })
  },
)

test('a copy has the hash that is wanted of it', async () => {
  const { session, run } = await openSample('dirty')
  const target = fakeFileHandle()
  const { size, verifiedBytes, hash } = await session.save.copy({ target, hash: 'sha256' }, run)
  expect(verifiedBytes).toBe(size)
  const hex = createHash('sha256')
    .update(await target.content())
    .digest('hex')
  expect(hash).toEqual({ algorithm: 'sha256', hex })
})

test('saves the same copy again, and never writes to the source', async () => {
  const { session, run } = await openSample('dirty')
  const [first, second] = [fakeFileHandle(), fakeFileHandle()]
  await session.save.copy({ target: first }, run)
  await session.save.copy({ target: second }, run)
  expect(Buffer.compare(await first.content(), await second.content())).toBe(0)
  expect(await session.file.check({}, run)).toEqual({ changed: false })
})

describe('a save that fails leaves the target as it was', () => {
  test.each([
    [{ createWritable: 'NotAllowedError' }, 'no-permission'],
    [{ createWritable: 'NoModificationAllowedError' }, 'no-permission'],
    [{ write: { number: 1, name: 'QuotaExceededError' } }, 'no-space'],
    [{ write: { number: 1, name: 'NotFoundError' } }, 'file-missing'],
    [{ write: { number: 1, name: 'InvalidStateError' } }, 'internal'],
    [{ close: 'QuotaExceededError' }, 'no-space'],
    [{ close: 'AbortError' }, 'no-permission'],
  ])('%o is %s', async (failures, code) => {
    const { session, run } = await openSample('dirty')
    const target = fakeFileHandle(failures)
    expect(await codeOf(session.save.copy({ target }, run))).toBe(code)
    expect(await target.content()).toHaveLength(0)
    expect('createWritable' in failures || target.log.includes('abort')).toBe(true)
  })

  test.each([
    ['check', 'never opened'],
    ['write', 'aborted'],
  ] as const)('cancelled while it is at "%s"', async (at, end) => {
    const { session, abort, run } = await openSample('dirty')
    const target = fakeFileHandle()
    const cancelling: CallRun = {
      ...run,
      progress: ({ phase }) => {
        if (phase === at) abort.abort()
      },
    }
    expect(await failureOf(session.save.copy({ target }, cancelling))).toMatchObject({
      name: 'AbortError',
    })
    expect(await target.content()).toHaveLength(0)
    expect(target.log.at(-1)).toBe(end === 'aborted' ? 'abort' : undefined)
    expect(target.log).not.toContain('close')
  })

  test('a clean file is not copied', async () => {
    const { session, run } = await openSample('clean')
    expect(await codeOf(session.save.copy({ target: fakeFileHandle() }, run))).toBe('cannot-replay')
  })
})

describe('a copy is not believed', () => {
  test.each([
    ['that is too short', (size: number) => size - 4096, undefined],
    ['of which a planned byte is another', undefined, 64 * 1024 + 30],
    ['of which a byte of the log is missing', undefined, 128 * 1024 + 60],
  ])('%s', async (_, resize, flipAt) => {
    const { session, run } = await openSample('dirty')
    const target = fakeFileHandle({
      spoil: async (file) => {
        if (resize) await file.resize(resize(file.size))
        if (flipAt === undefined) return
        const [byte = 0] = await file.read(flipAt, 1)
        await file.write(flipAt, Uint8Array.of(byte ^ 1))
      },
    })
    expect(await codeOf(session.save.copy({ target }, run))).toBe('verify-failed')
  })

  test('that has a finding which the source does not have', async () => {
    const { session, run } = await openSample('dirty')
    // Region table 1, which this replay does not touch.
    const spoil = (file: { write(offset: number, bytes: Uint8Array): Promise<void> }) =>
      file.write(192 * 1024 + 100, Uint8Array.of(1))
    const error = await failureOf(session.save.copy({ target: fakeFileHandle({ spoil }) }, run))
    expect((error as CallError).info.code).toBe('verify-failed')
    expect((error as CallError).message).toContain('region-table.checksum')
  })
})
