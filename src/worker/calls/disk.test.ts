import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createDigest } from '../../engine/bytes/hash/digest.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { putGpt } from '../../testing/disk-tables.ts'
import { fakeFileHandle } from '../../testing/fake-file-handle.ts'
import { plainDisk } from '../../testing/plain-disk.ts'
import { infoOf, sessionCalls, watchedRun } from '../../testing/worker-calls.ts'
import type { SavePhase } from '../protocol/protocol.ts'

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
  const session = sessionCalls()
  const { run, progress, abort } = watchedRun()
  await session.file.open({ input: new Blob([bytes as Uint8Array<ArrayBuffer>]) }, run)
  progress.length = 0
  return { session, run, progress, abort, file: Buffer.from(bytes) }
}

const messageOf = async (call: Promise<unknown>) => (await infoOf(call)).message

test('a partition table that is only in the log is seen after the replay alone', async () => {
  const { session, run } = await open(dividedInLog())
  const { before, after } = await session.disk.volumes({}, run)
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
    const read = await session.disk.read({ state, offset: MIB - 7, length: 100 }, run)
    expect(Buffer.from(read).equals(bytes.subarray(MIB - 7, MIB + 93))).toBe(true)
    const end = await session.disk.read({ state, offset: 8 * MIB - 10, length: 100 }, run)
    expect(Buffer.from(end).equals(bytes.subarray(8 * MIB - 10))).toBe(true)
    expect(await session.disk.read({ state, offset: 9 * MIB, length: 100 }, run)).toHaveLength(0)
    const found = await Promise.all(
      origins.map(async (_, block) => {
        const window = { state, offset: block * MIB, length: MIB }
        const [first] = await session.disk.map(window, run)
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
      expect(await session.disk.save({ ...window, target }, run)).toEqual({
        size: length,
        verifiedBytes: length,
        unreadableBytes: 0,
      })
      const wanted = bytes.subarray(offset, offset + length)
      expect(wanted.equals(await target.content())).toBe(true)
      const { blob } = await session.disk.blob(window, run)
      expect(wanted.equals(Buffer.from(await blob.arrayBuffer()))).toBe(true)
    }
    const phases: readonly SavePhase[] = ['check', 'write', 'finish', 'verify']
    expect([...new Set(progress.flatMap(({ phase }) => phase ?? []))]).toEqual(phases)
  })
})

test('an export has the hash that is wanted, of all of it, holes included', async () => {
  const { session, run, progress } = await open({
    virtualDiskSize: 2 ** 40,
    blocks: [{ block: 5, fill: 1 }],
  })
  const window = { state: 'before', offset: 0, length: 40 * MIB } as const
  const disk = Buffer.alloc(40 * MIB).fill(1, 5 * MIB, 6 * MIB)
  const sha256 = createHash('sha256').update(disk).digest('hex')
  const blake3 = await createDigest('blake3')
  blake3.update(disk)
  for (const hash of [
    { algorithm: 'sha256', hex: sha256 },
    { algorithm: 'blake3', hex: blake3.hex() },
  ] as const) {
    const target = fakeFileHandle()
    progress.length = 0
    const wanted = { ...window, target, hash: hash.algorithm }
    expect(await session.disk.save(wanted, run)).toEqual({
      size: 40 * MIB,
      verifiedBytes: 40 * MIB,
      unreadableBytes: 0,
      hash,
    })
    expect(target.log).toContain(`truncate ${40 * MIB}`)
    for (const phase of ['write', 'verify']) {
      const figures = progress.filter((report) => report.phase === phase).map(({ done }) => done)
      expect(figures).toEqual(figures.toSorted((a, b) => a - b))
      expect(figures.at(-1)).toBe(40 * MIB)
    }
  }
  const { blob } = await session.disk.blob(window, run)
  expect(await session.hash.blob({ blob, algorithm: 'sha256' }, run)).toEqual({
    algorithm: 'sha256',
    hex: sha256,
  })
})

test('with a hash, a byte between the places that are compared else is noticed, too', async () => {
  const { session, run } = await open({ virtualDiskSize: 2 ** 30, blocks: [] })
  const window = { state: 'before', offset: 0, length: 200 * MIB } as const
  // Places of 256 KiB are 3.17 MiB apart.
  const spoil = (file: { write(at: number, bytes: Uint8Array): Promise<void> }) =>
    file.write(2 * MIB, Uint8Array.of(1))
  const without = await session.disk.save({ ...window, target: fakeFileHandle({ spoil }) }, run)
  expect(without).toMatchObject({ verifiedBytes: 16 * MIB })
  const target = fakeFileHandle({ spoil })
  expect(await messageOf(session.disk.save({ ...window, target, hash: 'blake3' }, run))).toMatch(
    /not what was written: read back, its BLAKE3 is [0-9a-f]{64} instead of [0-9a-f]{64}\./,
  )
})

test('runs of zeros are extended, not written', async () => {
  const { session, run } = await open({
    virtualDiskSize: 2 ** 40,
    blocks: [{ block: 5, fill: 1 }],
  })
  const target = fakeFileHandle()
  await session.disk.save({ state: 'before', offset: 0, length: 8 * MIB, target }, run)
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
  await session.chain.setParents({ name: 'disk.vhdx', files: [{ name: input.name, input }] }, run)
  const wanted = Buffer.concat([0xa0, 0xc1, 0xa2, 0].map((fill) => Buffer.alloc(MIB, fill)))
  const window = { state: 'before', offset: 0, length: 4 * MIB } as const
  const target = fakeFileHandle()
  await session.disk.save({ ...window, target }, run)
  expect(wanted.equals(await target.content())).toBe(true)
  const { blob } = await session.disk.blob(window, run)
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
    const message = '1 MiB of the disk may be in a parent that is not open.'
    expect(await messageOf(session.disk.save({ ...window, target }, run))).toBe(message)
    expect(await messageOf(session.disk.blob(window, run))).toBe(message)
    expect(target.log).toEqual([])
  })

  test('when it is cancelled, or the export is not what was written', async () => {
    const { session, run, abort } = await open(dividedInLog())
    const window = { state: 'before', offset: 0, length: 8 * MIB } as const
    const spoilt = fakeFileHandle({
      spoil: (file) => file.write(MIB + 5, Uint8Array.of(0)),
    })
    expect(await messageOf(session.disk.save({ ...window, target: spoilt }, run))).toContain(
      `the byte at ${MIB + 5} is another one`,
    )
    const cancelled = fakeFileHandle()
    const hashing = session.disk.save(
      { ...window, target: cancelled, hash: 'sha256' },
      {
        ...run,
        signal: abort.signal,
        progress: ({ phase }) => {
          if (phase === 'write') abort.abort()
        },
      },
    )
    await expect(hashing).rejects.toMatchObject({ name: 'AbortError' })
    expect(cancelled.log.at(-1)).toBe('abort')
    const target = fakeFileHandle()
    await expect(session.disk.save({ ...window, target }, run)).rejects.toThrow()
    expect(await target.content()).toHaveLength(0)
  })
})

test('what cannot be read is zero in the export, and told', async () => {
  const bat = { 0: { state: 'fully-present', fileOffsetMB: 2 ** 40 } } as const
  const { session, run } = await open({ virtualDiskSize: MIB, bat })
  const target = fakeFileHandle()
  const window = { state: 'before', offset: 0, length: MIB } as const
  expect(await session.disk.save({ ...window, target }, run)).toMatchObject({
    unreadableBytes: MIB,
  })
  expect(await session.disk.map(window, run)).toMatchObject([{ from: 'unreadable' }])
})

test('the disk of a refused image is read and exported as it is on disk', async () => {
  const blocks = [{ block: 0, fill: 5 }]
  const { session, run } = await open({
    virtualDiskSize: MIB,
    blocks,
    log: { entries: [{ updates: [], flips: [100] }] },
  })
  expect((await session.file.additions({ blocks: 'all' }, run)).outcome).toBe('refused')
  const whole = { state: 'before', offset: 0, length: MIB } as const
  expect((await session.disk.read(whole, run)).every((byte) => byte === 5)).toBe(true)
  const { blob } = await session.disk.blob(whole, run)
  expect(Buffer.from(await blob.arrayBuffer()).equals(Buffer.alloc(MIB, 5))).toBe(true)
})
