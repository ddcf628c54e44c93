import { beforeEach, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { fakeFileHandle } from '../../testing/fake-file-handle.ts'
import { extSuperblock, guestDisk } from '../../testing/guest-volumes.ts'
import { disk } from '../../testing/marks.ts'
import { quietRun, type SessionCalls, sessionCalls } from '../../testing/worker-calls.ts'
import type { NamedFile } from '../protocol/chain.ts'

const [A, B, C] = [numberedGuid(0xa), numberedGuid(0xb), numberedGuid(0xc)]

const named = (name: string, description: ImageDescription): NamedFile => ({
  name,
  input: new Blob([buildImage(description).toBytes() as Uint8Array<ArrayBuffer>]),
})

const base = named('base', disk({ dataWriteGuid: A, blocks: [{ block: 0, fill: 0xaa }] }))
/** Its log is what makes block 1 read as 0xBB. */
const middle = named(
  'middle',
  disk({
    ...parentOf(A),
    dataWriteGuid: B,
    blocks: [{ block: 1, fill: 0xbb }],
    bat: { 1: { state: 'not-present' } },
    log: {
      entries: [
        { updates: [{ kind: 'bat', changes: { 1: { state: 'fully-present', fileOffsetMB: 4 } } }] },
      ],
    },
  }),
)
const child = named('child', disk({ ...parentOf(B), dataWriteGuid: C }))
const stranger = named('stranger', disk({ dataWriteGuid: numberedGuid(9) }))

let session: SessionCalls
const run = quietRun()

beforeEach(() => {
  session = sessionCalls()
})

const setParents = (...files: readonly NamedFile[]) =>
  session.chain.setParents({ name: 'child', files }, run)

const firstBytes = async () => {
  const bytes = await session.disk.read({ state: 'before', offset: 0x80000, length: 0x80001 }, run)
  return [bytes[0], bytes[0x80000]]
}

test('the child is found among files in any order', async () => {
  expect(await session.chain.findChild({ files: [base, child, middle] }, run)).toBe(1)
  expect(await session.chain.findChild({ files: [child, stranger] }, run)).toBe(0)
})

test('the disk is read through the parents, each after its own replay', async () => {
  await session.file.open({ input: child.input }, run)
  expect(await firstBytes()).toEqual([0, 0])
  const report = await setParents(base, middle)
  expect(report.files.map(({ name }) => name)).toEqual(['child', 'middle', 'base'])
  expect(report.missing).toBeUndefined()
  expect(await firstBytes()).toEqual([0xaa, 0xbb])
  const text = new TextDecoder().decode(
    await session.report.file({ format: 'json', name: 'child', made: 'now' }, run),
  )
  expect(JSON.parse(text)).toMatchObject({ chain: { complete: true } })
})

test('a file of another chain is refused, and nothing is read of it', async () => {
  await session.file.open({ input: child.input }, run)
  const { files, missing, refused } = await setParents(stranger)
  expect(files).toHaveLength(1)
  expect(missing?.wanted).toBe(B)
  expect(refused).toMatchObject([{ name: 'stranger' }])
  const [extent] = await session.disk.map({ state: 'before', offset: 0, length: 512 }, run)
  expect(extent).toMatchObject({ from: 'missing', layer: 1 })
})

test('a file of another chain does not hide that the parent is missing', async () => {
  await session.file.open({ input: child.input }, run)
  await setParents(stranger)
  const { diagnoses } = await session.file.verdict({}, run)
  expect(diagnoses.map(({ id }) => id)).toEqual(['parent-missing', 'parent-wrong'])
})

test('a parent with another name than its child has for it is told, and nothing is wrong with it', async () => {
  const only = named('child', disk({ ...parentOf(A), dataWriteGuid: C }))
  await session.file.open({ input: only.input }, run)
  await setParents({ ...base, name: 'copy of parent.vhdx' })
  const { condition, diagnoses } = await session.file.verdict({}, run)
  expect(condition).toBe('sound')
  expect(diagnoses).toMatchObject([
    { id: 'parent-moved', ways: [{ id: 'rename-parent' }, { id: 'relink' }] },
  ])
  expect(diagnoses[0]?.sentences[1]).toBe(
    'child names .\\parent.vhdx or C:\\Disks\\parent.vhdx; the parent is copy of parent.vhdx.',
  )
  // Windows knows no case.
  await setParents({ ...base, name: 'Parent.VHDX' })
  expect((await session.file.verdict({}, run)).diagnoses).toEqual([])
})

test('what is on the disk is judged when it can be read through the parents, and not before', async () => {
  const ext = guestDisk(16 * MIB, [[1024, extSuperblock({ state: 3 })]])
  const withErrors = named('base', { ...ext, dataWriteGuid: A })
  const own = named('child', disk({ ...parentOf(A), dataWriteGuid: C }))
  await session.file.open({ input: own.input }, run)
  const { verdict, findings } = await session.file.additions({ blocks: 'all' }, run)
  expect([verdict.volumeFindings, findings]).toEqual([[], []])
  await setParents(withErrors)
  const { volumeFindings, diagnoses } = await session.file.verdict({}, run)
  expect(volumeFindings).toMatchObject([{ rule: 'volume.errors', state: 'before' }])
  expect(diagnoses.map(({ id }) => id)).toEqual(['guest-file-system-errors', 'parent-moved'])
  const text = new TextDecoder().decode(
    await session.report.file({ format: 'json', name: 'child', made: 'now' }, run),
  )
  expect(JSON.parse(text).findings).toMatchObject([{ rule: 'volume.errors' }])
})

/** As a file that was deleted after it was chosen. */
const gone: NamedFile = {
  name: 'gone',
  input: {
    size: 2 ** 22,
    slice: () => ({
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
    }),
  } as unknown as Blob,
}

test('a file that cannot be read is told, and the others are read without it', async () => {
  await session.file.open({ input: child.input }, run)
  const { files, refused, missing } = await setParents(gone, base, middle)
  expect(files.map(({ name }) => name)).toEqual(['child', 'middle', 'base'])
  expect(missing).toBeUndefined()
  expect(refused).toEqual([
    {
      name: 'gone',
      reason: 'The file is no longer there. It has been moved, renamed or deleted.',
      unreadable: true,
    },
  ])
  expect(await session.chain.findChild({ files: [gone, base, child, middle] }, run)).toBe(2)
  expect(await session.chain.findChild({ files: [gone] }, run)).toBe(0)
})

test('what is wrong with the chain is said with the file that it is about', async () => {
  await session.file.open({ input: child.input }, run)
  const told = async (...files: readonly NamedFile[]) =>
    (await setParents(...files)).findings.map(({ name, place, finding }) => [
      name,
      place,
      finding.rule,
    ])
  const dirty = ['child', 0, 'chain.parent-dirty']
  const missing = ['middle', 1, 'chain.parent-missing']
  expect(await told()).toEqual([['child', 0, 'chain.parent-missing']])
  const alone = await told(middle)
  expect(alone).toContainEqual(dirty)
  expect(alone).toContainEqual(missing)
  const whole = await told(base, middle)
  expect(whole).toContainEqual(dirty)
  expect(whole).not.toContainEqual(missing)
})

const changed = named('middle.vhdx', {
  ...disk({ ...parentOf(A), blocks: [{ block: 1, fill: 0xbb }] }),
  dataWriteGuid: numberedGuid(9),
})
const childOf = named('child', disk({ ...parentOf(B, 'middle.vhdx'), dataWriteGuid: C }))

test('a child is linked to its changed parent, seen before it is saved, and complete then', async () => {
  await session.file.open({ input: childOf.input }, run)
  await setParents(changed, base)
  expect(await firstBytes()).toEqual([0, 0])
  const viewed = await session.chain.relink({}, run)
  expect(viewed.verdict.diagnoses[0]?.id).toBe('parent-changed')
  expect(viewed.salvage).toMatchObject({ ways: ['relinked'], promised: { condition: 'sound' } })
  await setParents(changed, base)
  // On disk it is still not read through it.
  expect(await firstBytes()).toEqual([0, 0])
  const after = { state: 'after', offset: 0x80000, length: 0x80001 } as const
  expect([...(await session.disk.read(after, run))].at(-1)).toBe(0xbb)
  const target = fakeFileHandle()
  await session.save.copy({ target }, run)
  const copy = sessionCalls()
  await copy.file.open({ input: await target.getFile() }, run)
  const files = [changed, base]
  const chain = await copy.chain.setParents({ name: 'copy', files }, run)
  expect([chain.missing, chain.refused]).toEqual([undefined, []])
})

test('a child whose parent is not there is linked to nothing', async () => {
  await session.file.open({ input: childOf.input }, run)
  await setParents(stranger)
  await expect(session.chain.relink({}, run)).rejects.toThrow('None of the files')
})

test('a changed parent is read through by whoever takes the risk, and a report says so', async () => {
  await session.file.open({ input: childOf.input }, run)
  const [refused] = (await setParents(base, changed)).refused.filter(({ risks }) => risks)
  expect(refused).toMatchObject({ name: 'middle.vhdx', risks: ['changed'] })
  expect((await session.file.verdict({}, run)).diagnoses[0]?.id).toBe('parent-changed')
  expect(await firstBytes()).toEqual([0, 0])
  const report = await setParents(base, { ...changed, risks: ['changed'] })
  expect(report).toMatchObject({
    missing: undefined,
    files: [{}, { link: { accepted: true } }, {}],
  })
  expect(await firstBytes()).toEqual([0xaa, 0xbb])
  expect(await session.file.verdict({}, run)).toMatchObject({
    condition: 'incomplete',
    diagnoses: [{ id: 'parent-changed' }],
  })
  const text = new TextDecoder().decode(
    await session.report.file({ format: 'markdown', name: 'child', made: 'now' }, run),
  )
  expect(text).toContain('is read at your own risk')
  // Of files that come together, the child is known all the same.
  expect(await session.chain.findChild({ files: [changed, childOf] }, run)).toBe(1)
})

test('a parent is read before its replay where that is chosen', async () => {
  await session.file.open({ input: child.input }, run)
  const report = await setParents(base, { ...middle, risks: ['before'] })
  expect(report.files[1]).toMatchObject({ state: 'unreplayed', link: { before: true } })
  expect(await firstBytes()).toEqual([0xaa, 0])
})

test('a parent is read as its salvage would leave it where that is chosen', async () => {
  const lost = { guid: numberedGuid(7), entries: [] }
  const closed = named(
    'middle',
    disk({ ...parentOf(A), dataWriteGuid: B, blocks: [{ block: 1, fill: 0xbb }], log: lost }),
  )
  await session.file.open({ input: child.input }, run)
  const [refused] = (await setParents(base, closed)).refused.filter(({ risks }) => risks)
  expect(refused).toMatchObject({ name: 'middle', risks: ['before', 'salvaged'] })
  const report = await setParents(base, { ...closed, risks: ['before', 'salvaged'] })
  expect(report).toMatchObject({
    missing: undefined,
    files: [{}, { state: 'salvaged', link: { salvaged: { ways: ['without-log'] } } }, {}],
  })
  expect(await firstBytes()).toEqual([0xaa, 0xbb])
  expect(await session.file.verdict({}, run)).toMatchObject({
    condition: 'incomplete',
    diagnoses: [{ id: 'parent-damaged' }],
  })
  const text = new TextDecoder().decode(
    await session.report.file({ format: 'markdown', name: 'child', made: 'now' }, run),
  )
  expect(text).toContain('as a salvage would leave it')
  // What is read so is not what the file is: no child is linked to it.
  const written = named('middle.vhdx', {
    ...disk({ ...parentOf(A), blocks: [{ block: 1, fill: 0xbb }], log: lost }),
    dataWriteGuid: numberedGuid(9),
  })
  await session.file.open({ input: childOf.input }, run)
  const both = await setParents(base, { ...written, risks: ['changed', 'salvaged'] })
  expect(both.files[1]).toMatchObject({ link: { accepted: true, salvaged: {} } })
  await expect(session.chain.relink({}, run)).rejects.toThrow('save a salvaged copy first')
})

test('the parents are forgotten with the file', async () => {
  await session.file.open({ input: child.input }, run)
  await setParents(base, middle)
  await session.file.open({ input: child.input }, run)
  expect(await firstBytes()).toEqual([0, 0])
})
