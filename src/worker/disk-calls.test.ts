import { describe, expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { MIB } from '../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../testing/chain-files.ts'
import { putGpt } from '../testing/disk-tables.ts'
import { fakeFileHandle } from '../testing/fake-file-handle.ts'
import { plainDisk } from '../testing/plain-disk.ts'
import type { CallError } from './client.ts'
import type { Progress, SavePhase } from './protocol.ts'
import type { CallRun } from './rpc.ts'
import { sessionHandlers } from './session.ts'

/** A disk of 8 MiB whose first and last blocks, and so its partition table, are only in the log. */
function dividedInLog(): ImageDescription {
  const disk = new Uint8Array(8 * MIB)
  putGpt(disk, {
    parts: [{ type: '0fc63daf-8483-4772-8e79-3d69d8477de4', first: 2048, last: 6143 }],
  })
  const present = (at: number) => ({ state: 'fully-present', fileOffsetMB: at }) as const
  return {
    virtualDiskSize: 8 * MIB,
    blocks: [{ block: 1, fill: 0x5a }],
    fileSize: 7 * MIB,
    patches: [
      { at: 5 * MIB, bytes: disk.slice(0, MIB) },
      { at: 6 * MIB, bytes: disk.slice(7 * MIB) },
    ],
    log: { entries: [{ updates: [{ kind: 'bat', changes: { 0: present(5), 7: present(6) } }] }] },
  }
}

async function open(description: ImageDescription) {
  const image = buildImage(description)
  const bytes = image.take(0, image.size)
  const session = sessionHandlers()
  const progress: Progress[] = []
  const abort = new AbortController()
  const run: CallRun = { signal: abort.signal, progress: (report) => progress.push(report) }
  await session.open({ input: new Blob([bytes as Uint8Array<ArrayBuffer>]) }, run)
  progress.length = 0
  return { session, run, progress, abort, file: Buffer.from(bytes) }
}

const messageOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('the call succeeded'),
    (error: CallError) => error.info.message,
  )

test('a partition table that is only in the log is seen after the replay alone', async () => {
  const { session, run } = await open(dividedInLog())
  const { before, after } = await session.readVolumes({}, run)
  expect(before).toMatchObject({ table: 'none', volumes: [], problems: [] })
  expect(after).toMatchObject({
    table: 'gpt',
    volumes: [{ partition: { number: 1, at: { offset: MIB, length: 2 * MIB } } }],
    problems: [],
  })
})

describe.each(['before', 'after'] as const)('the disk %s the replay', (state) => {
  test('is read and mapped as a plain reader says, clipped to its end', async () => {
    const { session, run, file } = await open(dividedInLog())
    const { bytes, origins } = plainDisk(file, state === 'after')
    const read = await session.readDisk({ state, offset: MIB - 7, length: 100 }, run)
    expect(Buffer.from(read).equals(bytes.subarray(MIB - 7, MIB + 93))).toBe(true)
    const end = await session.readDisk({ state, offset: 8 * MIB - 10, length: 100 }, run)
    expect(Buffer.from(end).equals(bytes.subarray(8 * MIB - 10))).toBe(true)
    expect(await session.readDisk({ state, offset: 9 * MIB, length: 100 }, run)).toHaveLength(0)
    const found = await Promise.all(
      origins.map(async (_, block) => {
        const window = { state, offset: block * MIB, length: MIB }
        const [first] = await session.mapDisk(window, run)
        return first?.from === 'file' ? first.fileOffset : first?.from
      }),
    )
    expect(found).toEqual(origins)
  })

  test('is exported as a plain reader says, whole and in part, and so is the download', async () => {
    const { session, run, progress, file } = await open(dividedInLog())
    const { bytes } = plainDisk(file, state === 'after')
    for (const [offset, length] of [
      [0, 8 * MIB],
      [1000, 3 * MIB],
      [4 * MIB, 0],
    ] as const) {
      const target = fakeFileHandle()
      const window = { state, offset, length }
      expect(await session.exportDisk({ ...window, target }, run)).toEqual({
        size: length,
        verifiedBytes: length,
        unreadableBytes: 0,
      })
      const wanted = bytes.subarray(offset, offset + length)
      expect(wanted.equals(await target.content())).toBe(true)
      const blob = await session.makeDiskBlob(window, run)
      expect(wanted.equals(Buffer.from(await blob.arrayBuffer()))).toBe(true)
    }
    const phases: readonly SavePhase[] = ['check', 'write', 'finish', 'verify']
    expect([...new Set(progress.flatMap(({ phase }) => phase ?? []))]).toEqual(phases)
  })
})

test('runs of zeros are extended, not written', async () => {
  const { session, run } = await open({
    virtualDiskSize: 2 ** 40,
    blocks: [{ block: 5, fill: 1 }],
  })
  const target = fakeFileHandle()
  await session.exportDisk({ state: 'before', offset: 0, length: 8 * MIB, target }, run)
  expect(target.log).toEqual([
    `truncate ${5 * MIB}`,
    `write ${5 * MIB}+${MIB}`,
    `truncate ${8 * MIB}`,
    'close',
  ])
})

test('with its parent, a child is exported and downloaded whole', async () => {
  const linkage = numberedGuid(1)
  const { session, run } = await open({
    virtualDiskSize: 4 * MIB,
    ...parentOf(linkage),
    blocks: [{ block: 1, fill: 0xc1 }],
  })
  const parent = buildImage({
    virtualDiskSize: 4 * MIB,
    dataWriteGuid: linkage,
    blocks: [0, 1, 2].map((block) => ({ block, fill: 0xa0 + block })),
  })
  const input = new File([parent.take(0, parent.size) as Uint8Array<ArrayBuffer>], 'parent.vhdx')
  await session.setParents({ name: 'disk.vhdx', files: [{ name: input.name, input }] }, run)
  const wanted = Buffer.concat([0xa0, 0xc1, 0xa2, 0].map((fill) => Buffer.alloc(MIB, fill)))
  const window = { state: 'before', offset: 0, length: 4 * MIB } as const
  const target = fakeFileHandle()
  await session.exportDisk({ ...window, target }, run)
  expect(wanted.equals(await target.content())).toBe(true)
  const blob = await session.makeDiskBlob(window, run)
  expect(wanted.equals(Buffer.from(await blob.arrayBuffer()))).toBe(true)
})

describe('nothing is exported', () => {
  test('of what is in a parent that is not open', async () => {
    const { session, run } = await open({
      virtualDiskSize: 2 * MIB,
      kind: 'differencing',
      parent: { pairs: [['relative_path', 'base.vhdx']] },
      blocks: [{ block: 1, fill: 1 }],
    })
    const target = fakeFileHandle()
    const window = { state: 'before', offset: 0, length: 2 * MIB } as const
    const message = '1 MiB of this part of the disk may be in the parent, which is not open.'
    expect(await messageOf(session.exportDisk({ ...window, target }, run))).toBe(message)
    expect(await messageOf(session.makeDiskBlob(window, run))).toBe(message)
    expect(target.log).toEqual([])
  })

  test('when it is cancelled, or the export is not what was written', async () => {
    const { session, run, abort } = await open(dividedInLog())
    const window = { state: 'before', offset: 0, length: 8 * MIB } as const
    const spoilt = fakeFileHandle({
      spoil: (file) => file.write(MIB + 5, Uint8Array.of(0)),
    })
    expect(await messageOf(session.exportDisk({ ...window, target: spoilt }, run))).toContain(
      `the byte at ${MIB + 5} is another one`,
    )
    abort.abort()
    const target = fakeFileHandle()
    await expect(session.exportDisk({ ...window, target }, run)).rejects.toThrow()
    expect(await target.content()).toHaveLength(0)
  })
})

test('what cannot be read is zero in the export, and told', async () => {
  const bat = { 0: { state: 'fully-present', fileOffsetMB: 2 ** 40 } } as const
  const { session, run } = await open({ virtualDiskSize: MIB, bat })
  const target = fakeFileHandle()
  const window = { state: 'before', offset: 0, length: MIB } as const
  expect(await session.exportDisk({ ...window, target }, run)).toMatchObject({
    unreadableBytes: MIB,
  })
  expect(await session.mapDisk(window, run)).toMatchObject([{ from: 'unreadable' }])
})
