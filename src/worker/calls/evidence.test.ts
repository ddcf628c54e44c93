import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDigest } from '../../engine/bytes/hash/digest.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { SampleId } from '../../engine/compose/sample-id.ts'
import { MIB, TIB } from '../../engine/format/layout.ts'
import { fakeFileHandle } from '../../testing/fake-file-handle.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { infoOf, sessionCalls, watchedRun } from '../../testing/worker-calls.ts'
import { writeImage } from '../../testing/write-image.ts'

const BOTH = ['sha256', 'blake3'] as const

const setUp = () => ({ session: sessionCalls(), ...watchedRun() })

async function openSample(sample: SampleId) {
  const made = setUp()
  const inspection = await made.session.recipe.openSample({ sample }, made.run)
  const blob = await made.session.workbench.blob({}, made.run)
  made.progress.length = 0
  return { ...made, inspection, file: Buffer.from(await blob.arrayBuffer()) }
}

const codeOf = async (call: Promise<unknown>) => (await infoOf(call)).code

const sha256 = (...parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')

async function blake3(bytes: Uint8Array) {
  const digest = await createDigest('blake3')
  digest.update(bytes)
  return digest.hex()
}

describe('the hash of the whole file', () => {
  test('is that of its bytes, and all of them count as read', async () => {
    const { session, run, progress, file } = await openSample('dirty')
    const asked = { state: 'before', algorithms: BOTH } as const
    const hashes = await session.hash.file(asked, run)
    expect(hashes).toMatchObject([
      { state: 'before', algorithm: 'sha256', hex: sha256(file), size: file.length },
      { state: 'before', algorithm: 'blake3', hex: await blake3(file), size: file.length },
    ])
    expect(hashes.map(({ fileWriteGuid }) => fileWriteGuid)).toEqual([undefined, undefined])
    expect(Date.now() - Date.parse(hashes[0]?.finished ?? '')).toBeLessThan(60_000)
    expect(progress.at(-1)).toEqual({ done: file.length, total: file.length })
    expect(await session.file.bytesRead({}, run)).toBe(file.length)
  })

  test.each<SampleId>(['dirty', 'wrapped', 'full', 'torn'])(
    'after the replay of "%s" is that of the copies that this opening makes',
    async (sample) => {
      const { session, run } = await openSample(sample)
      const asked = { state: 'after', algorithms: ['sha256'] } as const
      const [hash] = await session.hash.file(asked, run)
      const target = fakeFileHandle()
      await session.save.copy({ target }, run)
      const copy = await target.content()
      expect(hash).toMatchObject({ state: 'after', hex: sha256(copy), size: copy.length })
      const download = await session.save.blob({}, run)
      expect(sha256(new Uint8Array(await download.arrayBuffer()))).toBe(hash?.hex)
      // FileWriteGuid of the current header, which is what makes one copy another.
      const other = sessionCalls()
      const { headers } = await other.file.open(
        { input: new Blob([copy as Uint8Array<ArrayBuffer>]) },
        run,
      )
      const current = headers.copies.find((header) => header.current)
      expect(hash?.fileWriteGuid).toBe(current?.values?.fileWriteGuid)
      // Read again, the file makes another copy.
      await session.recipe.openSample({ sample }, run)
      const [again] = await session.hash.file(asked, run)
      expect(again?.hex).not.toBe(hash?.hex)
    },
  )

  test('is not made where nothing can be replayed', async () => {
    const { session, run } = await openSample('clean')
    const asked = { state: 'after', algorithms: ['sha256'] } as const
    expect(await codeOf(session.hash.file(asked, run))).toBe('cannot-replay')
  })

  test('stops when it is cancelled, in terabytes of zeros too', async () => {
    const { session, run, abort } = setUp()
    const zeros = { kind: 'zero', fileOffset: BigInt(8 * MIB), length: BigInt(TIB) } as const
    const image = buildImage({
      virtualDiskSize: 2 ** 30,
      fileSize: 8 * MIB,
      log: { entries: [{ updates: [zeros] }] },
    })
    const input = new Blob([image.take(0, image.size) as Uint8Array<ArrayBuffer>])
    await session.file.open({ input }, run)
    setTimeout(() => abort.abort(), 100)
    const asked = { state: 'after', algorithms: ['blake3'] } as const
    await expect(session.hash.file(asked, run)).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('evidence', () => {
  test('has the hash of each part, and of all of them one behind the other', async () => {
    const { session, run, file } = await openSample('dirty')
    const record = await session.hash.evidence({}, run)
    expect(record.size).toBe(file.length)
    const bytes = record.parts.map(({ ranges }) =>
      Buffer.concat(ranges.map(({ offset, length }) => file.subarray(offset, offset + length))),
    )
    expect(record.parts.map(({ sha256 }) => sha256)).toEqual(bytes.map((part) => sha256(part)))
    expect(record.parts.map((part) => part.bytes)).toEqual(bytes.map(({ length }) => length))
    expect(record.sha256).toBe(sha256(...bytes))
    expect(record.parts.map(({ part }) => part)).toEqual([
      'file-identifier',
      'header-1',
      'header-2',
      'region-table-1',
      'region-table-2',
      'header-section-rest',
      'log',
      'replayed-sectors',
    ])
  })

  test('of a file that is no VHDX is its beginning', async () => {
    const { session, run } = setUp()
    await session.file.open({ input: new Blob(['hello']) }, run)
    expect(await session.hash.evidence({}, run)).toMatchObject({
      parts: [{ part: 'beginning', bytes: 5, sha256: sha256(Buffer.from('hello')) }],
    })
  })

  test('and a hash are not made of a file that changes in between', async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.vhdx')
      await writeImage(path, buildImage({ virtualDiskSize: 40 * MIB }))
      const { session, run } = setUp()
      await session.file.open({ input: await openAsBlob(path) }, run)
      await session.hash.evidence({}, run)
      const bytes = await readFile(path)
      bytes[bytes.length - 1] = 1
      await writeFile(path, Buffer.concat([bytes, bytes]))
      expect(await codeOf(session.hash.evidence({}, run))).toBe('file-changed')
      const asked = { state: 'before', algorithms: BOTH } as const
      expect(await codeOf(session.hash.file(asked, run))).toBe('file-changed')
    })
  })
})
