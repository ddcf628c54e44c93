/** Calls about the files of a guest, of which three are known to the log alone. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { FoundFile } from '../../engine/files/find-files.ts'
import { GIB } from '../../engine/format/layout.ts'
import { fakeFolder } from '../../testing/fake-folder.ts'
import {
  canMakeGuest,
  GUEST_CONTENTS,
  GUEST_REPORTS,
  GUEST_VOLUME,
  guestImage,
} from '../../testing/guest-in-log.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { infoOf, quietRun, sessionCalls, watchedRun } from '../../testing/worker-calls.ts'
import type { NodeAt } from '../protocol/files.ts'

let image: Uint8Array<ArrayBuffer>
beforeAll(() =>
  canMakeGuest
    ? inTempDir(async (folder) => {
        const built = buildImage(await guestImage(folder))
        image = built.take(0, built.size) as Uint8Array<ArrayBuffer>
      })
    : undefined,
)

const run = quietRun()
const AFTER = { state: 'after', volume: GUEST_VOLUME } as const
const IN_BOTH = { states: ['before', 'after'], volume: GUEST_VOLUME } as const
const WINDOW = { start: 0, count: 100 }
const NAMES = [...GUEST_CONTENTS.keys()]
const PATHS = NAMES.map((name) => `${GUEST_REPORTS}/${name}`)

async function open() {
  const calls = sessionCalls()
  await calls.file.open({ input: new Blob([image]) }, run)
  return calls
}

const nodeIn = (at: NodeAt['after']): number => {
  if (at && 'node' in at) return at.node
  throw new Error(at?.reason)
}

test('a disk without a volume has none, and without a disk nothing is known', async () => {
  const calls = sessionCalls()
  const empty = buildImage({ virtualDiskSize: GIB })
  const input = new Blob([empty.take(0, empty.size) as Uint8Array<ArrayBuffer>])
  await calls.file.open({ input }, run)
  expect(await calls.files.volumes({ state: 'before' }, run)).toEqual({ volumes: [], problems: [] })
  const asked = { states: ['before'], volume: 0, path: '/', ...WINDOW } as const
  const { rows, said } = await calls.files.list(asked, run)
  expect([rows, said]).toEqual([[], { before: ['There is no such volume in this state.'] }])
  const error = await infoOf(calls.files.find({ state: 'before', volume: 0, text: 'x' }, run))
  expect(error).toMatchObject({ code: 'unreadable', about: 'source' })
})

describe.skipIf(!canMakeGuest)('a guest', () => {
  test('has its volumes, each with what is known of it', async () => {
    const { files } = await open()
    for (const state of ['before', 'after'] as const) {
      const answer = await files.volumes({ state }, run)
      expect(answer?.volumes).toMatchObject([
        {
          place: GUEST_VOLUME,
          partition: { number: 1, name: 'data' },
          fileSystem: { kind: expect.stringMatching(/^ext/), label: 'data' },
          files: { ok: true },
        },
      ])
    }
  })

  test('lists a directory in one state, and in both by name', async () => {
    const { files } = await open()
    const asked = { ...IN_BOTH, path: GUEST_REPORTS, ...WINDOW } as const
    const { rows, total, crumbs } = await files.list(asked, run)
    expect(crumbs).toEqual([
      { name: '', path: '/' },
      { name: 'reports', path: GUEST_REPORTS },
    ])
    expect(total).toBe(4)
    expect(rows.map(({ name, before, after }) => [name, !!before, !!after])).toEqual([
      ['first.txt', false, true],
      ['old.txt', true, true],
      ['second.bin', false, true],
      ['third: "final".bin', false, true],
    ])
    expect(rows[0]).toMatchObject({ path: PATHS[0], after: { stat: { size: 7200n } } })
    const before = await files.list({ ...asked, states: ['before'] }, run)
    expect(before.rows.map(({ name }) => name)).toEqual(['old.txt'])
    const found = await files.list({ ...asked, sort: 'size', placeOf: 'old.txt' }, run)
    expect(found.place).toBe(0)
  })

  test('says in which state a directory is not', async () => {
    const { files } = await open()
    const { rows, said } = await files.list({ ...IN_BOTH, path: PATHS[0] ?? '', ...WINDOW }, run)
    expect(rows).toEqual([])
    expect(said.before?.[0]).toContain('has nothing of the name “first.txt”')
    expect(said.after?.[0]).toBe('/reports/first.txt is no directory.')
  })

  test('tells what a name is in each state, and where its bytes are', async () => {
    const calls = await open()
    const { files } = calls
    const at = await files.stat({ ...IN_BOTH, path: GUEST_REPORTS, name: NAMES[1] }, run)
    expect(at.before).toMatchObject({ ok: false })
    expect(at.path).toBe(PATHS[1])
    const node = nodeIn(at.after)
    const { places, next } = await files.extents({ ...AFTER, node, from: 0 }, run)
    expect(next).toBeUndefined()
    const content = GUEST_CONTENTS.get(NAMES[1] ?? '') as Uint8Array
    let end = 0
    for (const place of places) {
      expect(place.offset).toBe(end)
      end += place.length
      if (place.from !== 'disk' || place.place.from !== 'file') throw new Error(place.from)
      const { fileOffset } = place.place
      const bytes = image.subarray(fileOffset, fileOffset + place.length)
      expect(Buffer.compare(bytes, content.subarray(place.offset, end))).toBe(0)
    }
    expect(end).toBe(content.length)
    const later = await files.extents({ ...AFTER, node, from: 5000 }, run)
    expect(later.places[0]?.offset).toBe(5000)
    const read = await files.read({ ...AFTER, node, offset: 299_000, length: 5000 }, run)
    expect(Buffer.compare(read.bytes, content.subarray(299_000))).toBe(0)
  })

  test('is searched by name, and what is found can be gone to', async () => {
    const { files } = await open()
    const found: FoundFile[] = []
    const add = (more: unknown) => found.push(...(more as readonly FoundFile[]))
    const result = await files.find({ ...AFTER, text: 'FIRST' }, { ...run, add })
    expect(result).toMatchObject({ count: 1, isCut: false, problemCount: 0 })
    expect(found).toMatchObject([{ name: 'first.txt', parent: GUEST_REPORTS, kind: 'file' }])
    const none = await files.find({ ...AFTER, state: 'before', text: 'first' }, run)
    expect(none.count).toBe(0)
  })

  test('gives a file as a download, byte for byte', async () => {
    const { files } = await open()
    for (const [i, content] of [...GUEST_CONTENTS.values()].entries()) {
      const at = await files.stat({ ...IN_BOTH, path: PATHS[i] ?? '' }, run)
      const { blob, unreadableBytes } = await files.blob({ ...AFTER, node: nodeIn(at.after) }, run)
      expect(unreadableBytes).toBe(0)
      expect(Buffer.compare(new Uint8Array(await blob.arrayBuffer()), content)).toBe(0)
    }
  })

  test('gives a directory as an archive that holds its files whole', async () => {
    const { files } = await open()
    const { blob, files: count } = await files.tar({ ...AFTER, paths: ['/'] }, run)
    expect(count).toBe(6)
    const archive = Buffer.from(await blob.arrayBuffer())
    for (const content of GUEST_CONTENTS.values())
      expect(archive.includes(Buffer.from(content))).toBe(true)
  })

  test('is saved into a folder under safe names, with a record of its hashes', async () => {
    const { files } = await open()
    const target = fakeFolder()
    const paths = [GUEST_REPORTS, '/etc']
    const saved = await files.save({ ...AFTER, paths, target, hash: 'sha256' }, run)
    expect(target.paths().toSorted()).toEqual([
      'etc/',
      'etc/hosts',
      'etc/ssh/',
      'etc/ssh/config',
      'reports/',
      'reports/first.txt',
      'reports/old.txt',
      'reports/second.bin',
      'reports/third_ _final_.bin',
    ])
    expect(saved).toMatchObject({ names: ['reports', 'etc'], files: 6, directories: 3 })
    expect(saved.renamed).toEqual({
      count: 1,
      first: [{ path: PATHS[2], saved: 'reports/third_ _final_.bin' }],
    })
    expect(saved.said.first).toEqual([expect.stringContaining('“/etc/link” is a link to')])
    const third = [...GUEST_CONTENTS.values()][2] as Uint8Array
    const written = await target.content('reports/third_ _final_.bin')
    expect(Buffer.compare(written, third)).toBe(0)
    const record = await saved.record?.blob.text()
    const hex = createHash('sha256').update(third).digest('hex')
    expect(record).toContain(`${hex}  reports/third_ _final_.bin\n`)
    expect(record?.split('\n')).toHaveLength(7)
  })

  test('is not in a skeleton, and each call says so', async () => {
    const whole = await open()
    const calls = sessionCalls()
    const input = await whole.skeleton.make({ name: 'guest.vhdx', blankPaths: false }, run)
    await calls.file.open({ input }, run)
    const { files } = calls
    expect(await files.volumes({ state: 'after' }, run)).toBeUndefined()
    const { said } = await files.list({ ...IN_BOTH, path: '/', ...WINDOW }, run)
    expect(said.after).toEqual(['The files of the guest are not in this skeleton.'])
    const wish = { ...AFTER, paths: ['/'] }
    for (const call of [files.tar(wish, run), files.save({ ...wish, target: fakeFolder() }, run)]) {
      expect(await infoOf(call)).toMatchObject({ code: 'not-in-skeleton', about: 'source' })
    }
  })

  test('is not saved over what is there', async () => {
    const { files } = await open()
    const target = fakeFolder()
    await target.getDirectoryHandle('reports', { create: true })
    const paths = ['/etc', GUEST_REPORTS]
    const error = await infoOf(files.save({ ...AFTER, paths, target }, run))
    expect(error).toMatchObject({
      about: 'target',
      message: '“reports” already exists in this folder. Choose another folder.',
    })
    expect(target.paths()).toEqual(['reports/'])
  })

  test('leaves nothing behind where a write fails, or it is cancelled', async () => {
    const { files } = await open()
    const wish = { ...AFTER, paths: [GUEST_REPORTS] }
    const full = fakeFolder('full', (name) =>
      name === 'second.bin' ? { write: { number: 1, name: 'QuotaExceededError' } } : undefined,
    )
    const error = await infoOf(files.save({ ...wish, target: full }, run))
    expect([error.code, full.paths()]).toEqual(['no-space', []])
    const { run: watched, abort } = watchedRun()
    const target = fakeFolder('cancelled', (name) => {
      if (name === 'second.bin') abort.abort()
      return undefined
    })
    await expect(files.save({ ...wish, target }, watched)).rejects.toThrow()
    expect(target.paths()).toEqual([])
  })
})
