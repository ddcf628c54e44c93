import { createHash } from 'node:crypto'
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createDigest } from '../../engine/bytes/hash/digest.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const GUID = '2dc27766-f623-4200-9d64-115e9bfd4a08'
const OTHER = '2dc27766-f623-4200-9d64-115e9bfd4a09'

const DIRTY: ImageDescription = {
  virtualDiskSize: 8 * MIB,
  blocks: [{ block: 1, fill: 0x5a }],
  log: {
    entries: [
      { updates: [{ kind: 'bat', changes: { 0: { state: 'zero' } } }] },
      { updates: [{ kind: 'zero', fileOffset: BigInt(20 * MIB), length: BigInt(40 * MIB) }] },
    ],
  },
}

const sha256Of = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

async function blake3Of(path: string) {
  const digest = await createDigest('blake3')
  digest.update(await readFile(path))
  return digest.hex()
}

test('hashes an image as it is, by one algorithm or both, and any other file', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'a.vhdx')
    await writeImage(path, buildImage(DIRTY))
    const [sha256, blake3] = [await sha256Of(path), await blake3Of(path)]
    const done = { status: 0, err: '' }
    expect(await runCommand(['hash', path])).toEqual({ ...done, out: `${sha256}  ${path}\n` })
    expect(await runCommand(['hash', '--blake3', path])).toMatchObject({
      out: `${blake3}  ${path}\n`,
    })
    expect(await runCommand(['hash', path, '--blake3', '--sha256'])).toEqual({
      ...done,
      out: `SHA256 (${path}) = ${sha256}\nBLAKE3 (${path}) = ${blake3}\n`,
    })
    await writeFile(join(dir, 'text'), 'hello')
    expect(await runCommand(['hash', join(dir, 'text')])).toMatchObject({ status: 0 })
  })
})

test('after the replay it is the hash of the copy that replay makes with the same GUID', async () => {
  await inTempDir(async (dir) => {
    const [path, copy] = [join(dir, 'a.vhdx'), join(dir, 'b.vhdx')]
    await writeImage(path, buildImage(DIRTY))
    await runCommand(['replay', path, copy, '--file-write-guid', GUID])
    const sha256 = await sha256Of(copy)
    const after = (id: string) => runCommand(['hash', path, '--after', '--file-write-guid', id])
    expect(await after(GUID)).toEqual({
      status: 0,
      out: `${sha256}  -\n`,
      err: `This is the hash of the copy that “replay --file-write-guid ${GUID}” makes.\n`,
    })
    expect((await after(OTHER)).out).not.toBe(`${sha256}  -\n`)
    // Nobody has to name one.
    const { out, err } = await runCommand(['hash', path, '--after'])
    const [chosen = ''] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(err) ?? []
    expect((await after(chosen)).out).toBe(out)
    expect((await readdir(dir)).toSorted()).toEqual(['a.vhdx', 'b.vhdx'])
    // The copy has nothing to replay.
    const clean = await runCommand(['hash', copy, '--after'])
    expect(clean).toMatchObject({ status: 0, out: `${sha256}  -\n` })
    expect(clean.err).toContain('nothing to replay')
  })
})

test('what cannot be replayed, or cannot be read, has no such hash', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'a.vhdx')
    const entries = [{ updates: [], flips: [100] }]
    await writeImage(path, buildImage({ virtualDiskSize: MIB, log: { entries } }))
    expect(await runCommand(['hash', path, '--after'])).toMatchObject({ status: 20, out: '' })
    await writeFile(path, 'hello')
    expect(await runCommand(['hash', path, '--after'])).toMatchObject({ status: 30, out: '' })
    expect(await runCommand(['hash', join(dir, 'none')])).toMatchObject({ status: 1, out: '' })
    expect(await runCommand(['hash', dir])).toMatchObject({ status: 1, out: '' })
    const stopped = await runCommand(['hash', path], AbortSignal.abort())
    expect(stopped).toMatchObject({ status: 1, out: '' })
  })
})

test('a file that changes while it is hashed has no hash', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'a.raw')
    await writeFile(path, Buffer.alloc(64 * MIB))
    const hashing = runCommand(['hash', path])
    await setTimeout(20)
    await appendFile(path, 'x')
    const { status, out, err } = await hashing
    expect([status, out]).toEqual([1, ''])
    expect(err).toContain('has changed while it was read')
  })
})

test('a report has the hashes that are asked for', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'a.vhdx')
    await writeImage(path, buildImage(DIRTY))
    const { status, out } = await runCommand(['inspect', path, '--json', '--sha256', '--blake3'])
    expect(status).toBe(10)
    const { hashes } = JSON.parse(out)
    const size = (await readFile(path)).length
    expect(hashes).toMatchObject([
      { state: 'before', algorithm: 'sha256', hex: await sha256Of(path), size },
      { state: 'before', algorithm: 'blake3', hex: await blake3Of(path), size },
    ])
    expect(JSON.parse((await runCommand(['inspect', path, '--json'])).out)).not.toHaveProperty(
      'hashes',
    )
  })
})

test.each([
  [['hash']],
  [['hash', 'a', 'b']],
  [['hash', 'a', '--file-write-guid', GUID]],
  [['hash', 'a', '--after', '--file-write-guid', 'x']],
  [['hash', 'a', '--md5']],
  [['inspect', 'a', '--sha256']],
])('%j is wrong usage', async (argv) => {
  expect(await runCommand(argv)).toMatchObject({ status: 2, out: '' })
})
