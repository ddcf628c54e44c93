import { beforeAll, describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { disk } from '../../testing/marks.ts'
import { NOT_CLOSED, TORN } from '../../testing/salvage-images.ts'
import { quietRun, type SessionCalls, sessionCalls } from '../../testing/worker-calls.ts'

const run = quietRun()
const NAME = 'disk.vhdx'

const blobOf = (description: ImageDescription): Blob =>
  new Blob([buildImage(description).toBytes() as Uint8Array<ArrayBuffer>])

async function opened(input: Blob) {
  const calls = sessionCalls()
  await calls.file.open({ input }, run)
  return { calls, answer: await calls.file.additions({ blocks: 'all' }, run) }
}

async function skeletonOf(input: Blob): Promise<Blob> {
  const { calls } = await opened(input)
  return calls.skeleton.make({ name: NAME, blankPaths: false }, run)
}

describe('a skeleton that is open', () => {
  let calls: SessionCalls
  let answer: Awaited<ReturnType<typeof opened>>['answer']
  let file: Awaited<ReturnType<typeof opened>>

  beforeAll(async () => {
    const image = blobOf(NOT_CLOSED)
    const skeleton = await skeletonOf(image)
    expect(skeleton.size).toBeLessThan(20_000)
    file = await opened(image)
    ;({ calls, answer } = await opened(skeleton))
  })

  test('says so, and answers like its file', () => {
    expect(answer.skeleton).toEqual({ name: NAME, pathsBlanked: false })
    expect(file.answer.skeleton).toBeUndefined()
    for (const part of [
      'size',
      'outcome',
      'headers',
      'log',
      'update',
      'before',
      'after',
    ] as const) {
      expect(answer[part]).toEqual(file.answer[part])
    }
    expect(answer.findings).toEqual(file.answer.findings)
    expect(answer.verdict.sentence).toBe(file.answer.verdict.sentence)
    expect(answer.verdict.lines.find(({ area }) => area === 'guest')?.sentence).toBe(
      'Not in this skeleton.',
    )
  })

  test('gives bytes that it has, tells which it has not, and fails where only bytes will do', async () => {
    const range = { state: 'before', offset: 4 * MIB - 8, length: 16 } as const
    expect(await calls.file.page(range, run)).toEqual({
      bytes: new Uint8Array(16),
      absent: [{ offset: 4 * MIB, length: 8 }],
    })
    await expect(calls.file.read(range, run)).rejects.toThrow(/are not in this skeleton/)
    const onDisk = { state: 'after', offset: MIB - 4, length: 8 } as const
    expect(await calls.disk.page(onDisk, run)).toEqual({
      bytes: new Uint8Array(8),
      absent: [{ offset: MIB - 4, length: 8 }],
    })
    await expect(calls.disk.read(onDisk, run)).rejects.toThrow(/are not in this skeleton/)
    expect(await calls.disk.map(onDisk, run)).toEqual([
      { offset: MIB - 4, length: 8, from: 'absent', layer: 0 },
    ])
    expect(await calls.disk.volumes({}, run)).toEqual({ before: undefined, after: undefined })
  })

  test('makes nothing that needs its data', async () => {
    const window = { state: 'before', offset: 0, length: MIB } as const
    const target = {} as FileSystemFileHandle
    for (const call of [
      () => calls.save.blob({}, run),
      () => calls.save.copy({ target }, run),
      () => calls.disk.blob(window, run),
      () => calls.disk.save({ ...window, target }, run),
      () => calls.hash.file({ state: 'before', algorithms: ['sha256'] }, run),
      () => calls.workbench.keepOpen({ name: NAME }, run),
      () => calls.space.account({ state: 'before', look: true }, run),
    ]) {
      await expect(call()).rejects.toMatchObject({ info: { code: 'not-in-skeleton' } })
    }
    await expect(calls.skeleton.make({ name: NAME, blankPaths: false }, run)).rejects.toMatchObject(
      {
        info: { code: 'no-skeleton', message: 'This is a skeleton already.' },
      },
    )
  })

  test('makes the patch of its file, and a report of it', async () => {
    const [a, b] = [await calls.patch.make({}, run), await file.calls.patch.make({}, run)]
    // Each has a GUID of its own.
    expect([a.patch.size, a.stored]).toEqual([b.patch.size, b.stored])
    const request = { name: 'disk.skeleton.gz', made: '', format: 'json' } as const
    const report = JSON.parse(new TextDecoder().decode(await calls.report.file(request, run)))
    expect(report.file).toEqual({
      name: NAME,
      size: 8 * MIB,
      skeleton: { name: 'disk.skeleton.gz', pathsBlanked: false },
    })
    const evidence = await calls.hash.evidence({}, run)
    expect(evidence.parts).toEqual((await file.calls.hash.evidence({}, run)).parts)
    expect(await calls.file.check({}, run)).toEqual({ changed: false })
  })
})

test('a salvage of a skeleton is viewed as that of its file', async () => {
  const image = blobOf(TORN)
  const [a, b] = [await opened(image), await opened(await skeletonOf(image))]
  const ways = ['without-log'] as const
  const [one, other] = [
    await a.calls.salvage.choose({ ways }, run),
    await b.calls.salvage.choose({ ways }, run),
  ]
  expect(other.salvage?.promised.condition).toBe(one.salvage?.promised.condition)
  // The GUIDs that it writes are random, and so is how many of their bytes are others.
  const placesOf = ({ update }: typeof one) =>
    update && {
      ...update,
      changes: update.changes.map(({ offset, length, structure }) => [offset, length, structure]),
    }
  expect(placesOf(other)).toEqual(placesOf(one))
})

test('a skeleton can be a parent, and be the child', async () => {
  const base = blobOf(disk({ dataWriteGuid: numberedGuid(1), blocks: [{ block: 0, fill: 1 }] }))
  const child = blobOf(
    disk({ ...parentOf(numberedGuid(1), 'base.vhdx'), blocks: [{ block: 1, fill: 2 }] }),
  )
  const files = [
    { name: 'base.gz', input: await skeletonOf(base) },
    { name: 'child.gz', input: await skeletonOf(child) },
  ]
  const { calls } = await opened(files[1]?.input ?? child)
  expect(await calls.chain.findChild({ files }, run)).toBe(1)
  const chain = await calls.chain.setParents({ name: 'child.gz', files: files.slice(0, 1) }, run)
  expect(chain.missing).toBeUndefined()
  const range = { state: 'before', offset: MIB - 8, length: 16 } as const
  const extents = await calls.disk.map(range, run)
  expect(extents.map(({ from, layer }) => [from, layer])).toEqual([
    ['absent', 1],
    ['absent', 0],
  ])
})

test('an image whose parent is a skeleton is not exported', async () => {
  const base = blobOf(disk({ dataWriteGuid: numberedGuid(1), blocks: [{ block: 0, fill: 1 }] }))
  const { calls } = await opened(blobOf(disk(parentOf(numberedGuid(1), 'base.vhdx'))))
  const files = [{ name: 'base.gz', input: await skeletonOf(base) }]
  await calls.chain.setParents({ name: 'child.vhdx', files }, run)
  await expect(calls.disk.blob({ state: 'before', offset: 0, length: MIB }, run)).rejects.toThrow(
    '1 MiB of the disk are not in a skeleton.',
  )
  const copy = async (look: boolean) =>
    (await calls.space.account({ state: 'before', look }, run))?.copy.plain
  expect(await copy(false)).toMatchObject({ atLeast: 4 * MIB, atMost: 5 * MIB })
  expect(await copy(true)).toMatchObject({
    reason: 'A parent is a skeleton, which does not say which of its blocks are zero.',
  })
})

test('a damaged skeleton is not opened', async () => {
  const skeleton = await skeletonOf(blobOf(NOT_CLOSED))
  await expect(opened(skeleton.slice(0, skeleton.size - 30))).rejects.toMatchObject({
    info: { code: 'unreadable', message: expect.stringMatching(/^This skeleton is damaged/) },
  })
})
