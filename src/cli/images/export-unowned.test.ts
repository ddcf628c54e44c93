/** The space of a file that nobody owns, as a file for whoever looks for files in it. */
import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import type { SparseFile } from '../../engine/compose/sparse-file.ts'
import { MIB } from '../../engine/format/layout.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { findUnowned } from '../../engine/space/unowned.ts'
import { firstDifference } from '../../testing/compare.ts'
import { counting } from '../../testing/counting-source.ts'
import { verdictOf } from '../../testing/looking.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { NOT_CLOSED, SALVAGED_DISK, TORN } from '../../testing/salvage-images.ts'
import { SALVAGE_IDS } from '../../testing/salvaging.ts'
import { writeImage } from '../../testing/write-image.ts'
import { writeUnowned } from './write-unowned.ts'

const NOBODY = { state: 'not-present' } as const
/** Its four blocks at 4 to 7 MiB are in the table no more. */
const WIPED: ImageDescription = {
  ...SALVAGED_DISK,
  bat: Object.fromEntries([0, 1, 2, 3].map((block) => [block, NOBODY])),
}

async function exported(image: SparseFile | Uint8Array, ...options: string[]) {
  let answer: (Awaited<ReturnType<typeof runCommand>> & { bytes?: Buffer | undefined }) | undefined
  let used = 0
  await inTempDir(async (dir) => {
    const [path, out] = [join(dir, 'a.vhdx'), join(dir, 'out.raw')]
    if (image instanceof Uint8Array) await writeFile(path, image)
    else await writeImage(path, image)
    const done = await runCommand(['export', path, out, '--unowned', ...options])
    const bytes = await readFile(out).catch(() => undefined)
    used = bytes ? (await stat(out)).blocks * 512 : 0
    expect(await readdir(dir)).toHaveLength(bytes ? 2 : 1)
    answer = { ...done, bytes }
  })
  if (!answer) return expect.unreachable()
  return { ...answer, used }
}

/** The file with zeros but in [from, to). */
function only(file: SparseFile, from: number, to: number): Uint8Array {
  const wanted = new Uint8Array(file.size)
  wanted.set(file.take(from, to - from), from)
  return wanted
}

test('what nobody owns is at its own place, and nothing else is', async () => {
  const file = buildImage(WIPED)
  const { status, out, err, bytes, used } = await exported(file)
  expect([status, err]).toEqual([0, ''])
  expect(firstDifference(bytes ?? new Uint8Array(), only(file, 4 * MIB, 8 * MIB))).toBeUndefined()
  expect(used).toBeLessThan(5 * MIB)
  expect(out).toContain('8 MiB, 4 MiB of it with data, in 1 place, the same as in the image')
  expect(out).toContain('0x400000 to 0x800000: 4 MiB')
})

test('the way is named where the table is wiped, and leads there', async () => {
  const { diagnoses } = await verdictOf(WIPED)
  expect(diagnoses.map(({ id }) => id)).toEqual(['bat-wiped'])
  expect(diagnoses[0]?.ways).toContainEqual(
    expect.objectContaining({ id: 'export-unowned', command: 'export IMAGE OUT --unowned' }),
  )
})

test.each([
  ['blocks have all of it', SALVAGED_DISK],
  ['it holds zeros', { ...SALVAGED_DISK, fileSize: 40 * MIB }],
])('nothing is written where %s', async (_, image) => {
  const { status, err, bytes } = await exported(buildImage(image))
  expect([status, bytes]).toEqual([1, undefined])
  expect(err).toContain('Nothing but zeros is in the space')
})

test('what the guest has given back is nobody’s, and a block beside it is left out', async () => {
  const file = buildImage({
    ...SALVAGED_DISK,
    bat: { 2: { state: 'unmapped', fileOffsetMB: 6 } },
  })
  const { bytes } = await exported(file)
  expect(firstDifference(bytes ?? new Uint8Array(), only(file, 6 * MIB, 7 * MIB))).toBeUndefined()
})

test('what the replay gives to a block is somebody’s, unless the file is wanted as it is', async () => {
  const file = buildImage({ ...NOT_CLOSED, fileSize: 12 * MIB })
  file.put(8 * MIB, new Uint8Array(MIB).fill(0x77))
  expect(await exported(file)).toMatchObject({ status: 1 })
  const { status, out, bytes } = await exported(file, '--before')
  expect(status).toBe(0)
  expect(out).not.toContain('replay')
  expect(firstDifference(bytes ?? new Uint8Array(), only(file, 8 * MIB, 9 * MIB))).toBeUndefined()
})

test('a refused image is read as it is, and a file that is no VHDX is not', async () => {
  const file = buildImage({ ...TORN, fileSize: 12 * MIB })
  file.put(10 * MIB, new Uint8Array(4096).fill(0x77))
  expect(await exported(file)).toMatchObject({ status: 0 })
  expect(await exported(new Uint8Array(MIB).fill(7))).toMatchObject({ status: 30 })
})

test('where a part of the table is not there, it is said that some of it may be somebody’s', async () => {
  const file = buildImage(WIPED)
  // Both region tables: nothing says where the table of blocks is.
  for (const at of [192, 256]) file.put(at * 1024, new Uint8Array(65536))
  const { status, err } = await exported(file)
  expect([status, err]).toEqual([0, expect.stringContaining('may belong to something')])
})

test('its hash is that of the whole file, and stands alone', async () => {
  const { out, bytes } = await exported(buildImage(WIPED), '--hash', 'sha256')
  expect(out.slice(0, 64)).toBe(
    createHash('sha256')
      .update(bytes ?? '')
      .digest('hex'),
  )
  expect(out.trim().split('\n')).toHaveLength(1)
})

test('parts of the disk are no part of it', async () => {
  const { status, err } = await exported(buildImage(WIPED), '--offset', '0')
  expect([status, err]).toEqual([2, expect.stringContaining('no part of the disk')])
})

test('nothing but the table and what nobody owns is read', async () => {
  const file = buildImage({
    virtualDiskSize: 64 * MIB,
    blocks: Array.from({ length: 40 }, (_, block) => ({ block, fill: 1 })),
    bat: { 39: NOBODY },
  })
  const source = counting(file)
  const { before } = await inspect(source, SALVAGE_IDS)
  const { spaces } = await findUnowned(before)
  const known = source.bytesRead
  const target = buildImage({ virtualDiskSize: MIB })
  target.setSize(0)
  const found = await writeUnowned(target, { source, spaces: spaces(), hash: undefined }, {})
  expect(source.bytesRead - known).toBe(MIB)
  expect(found).toEqual({ bytes: MIB, count: 1, places: [{ offset: 43 * MIB, length: MIB }] })
})
