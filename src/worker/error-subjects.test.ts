/** Whose error it is: said where something is read or written, and never guessed behind that. */

import { openAsBlob } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { sampleRecipe } from '../engine/compose/samples.ts'
import { MIB } from '../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../testing/chain-files.ts'
import { FakeDisk } from '../testing/fake-disk.ts'
import { type Failures, fakeFileHandle } from '../testing/fake-file-handle.ts'
import { inTempDir } from '../testing/qemu.ts'
import { infoOf, quietRun, type SessionCalls, sessionCalls } from '../testing/worker-calls.ts'
import { writeImage } from '../testing/write-image.ts'

const run = quietRun()
const LINKAGE = numberedGuid(1)
const WHOLE = { state: 'before', offset: 0, length: 4 * MIB } as const

/** A child with something to replay; most of its disk is in the parent. */
const CHILD: ImageDescription = {
  virtualDiskSize: 4 * MIB,
  ...parentOf(LINKAGE),
  blocks: [{ block: 1, fill: 0xc1 }],
  log: { entries: [{ updates: [{ kind: 'zero', fileOffset: 0x100000n * 3n, length: 4096n }] }] },
}
const PARENT: ImageDescription = {
  virtualDiskSize: 4 * MIB,
  dataWriteGuid: LINKAGE,
  blocks: [0, 1, 2, 3].map((block) => ({ block, fill: 0xa0 + block })),
}

interface Opened {
  readonly session: SessionCalls
  /** Makes the browser refuse all later reads of what has been given. */
  change(file: 'child' | 'parent'): Promise<void>
}

const paths = { child: 'child.vhdx', parent: 'base\u202e.vhdx' } as const

async function withChain(use: (opened: Opened) => Promise<void>): Promise<void> {
  await inTempDir(async (dir) => {
    await writeImage(join(dir, paths.child), buildImage(CHILD))
    await writeImage(join(dir, paths.parent), buildImage(PARENT))
    const disk = new FakeDisk()
    const session = sessionCalls(disk.openTab())
    await session.file.open({ input: await openAsBlob(join(dir, paths.child)) }, run)
    const input = await openAsBlob(join(dir, paths.parent))
    const files = [{ name: paths.parent, input }]
    const chain = await session.chain.setParents({ name: paths.child, files }, run)
    expect(chain.missing).toBeUndefined()
    await use({ session, change: (file) => appendFile(join(dir, paths[file]), 'x') })
  })
}

const saves: readonly (readonly [
  string,
  (session: SessionCalls, target: FileSystemFileHandle) => Promise<unknown>,
])[] = [
  ['saveCopy', (session, target) => session.save.copy({ target }, run)],
  ['saveCopy with a hash', (session, target) => session.save.copy({ target, hash: 'sha256' }, run)],
  ['exportKept', (session, target) => session.workbench.export({ target }, run)],
  ['exportDisk', (session, target) => session.disk.save({ ...WHOLE, target }, run)],
]

const downloads: readonly (readonly [string, (session: SessionCalls) => Promise<unknown>])[] = [
  ['makeCopy', (session) => session.save.blob({}, run)],
  ['makeDiskBlob', (session) => session.disk.blob(WHOLE, run)],
  ['blobOfKept', (session) => session.workbench.blob({}, run)],
  ['makePatch', (session) => session.patch.make({}, run)],
]

describe.each(saves)('%s', (_, save) => {
  test.each<Failures>([
    { createWritable: 'NotFoundError' },
    { write: { number: 1, name: 'NotFoundError' } },
    { write: { number: 1, name: 'NotReadableError' } },
    { close: 'NotFoundError' },
    { readBack: 'NotFoundError' },
    { readBack: 'NotReadableError' },
    { spoil: (file) => file.resize(MIB) },
  ])('into a target with %o fails with an error about the target', async (failures) => {
    await withChain(async ({ session }) => {
      const info = await infoOf(save(session, fakeFileHandle(failures)))
      expect(info).toMatchObject({ about: 'target' })
      expect(info.message).not.toContain('since it was opened')
    })
  })

  test('from a file that has changed fails with an error about the source', async () => {
    await withChain(async ({ session, change }) => {
      await change('child')
      const info = await infoOf(save(session, fakeFileHandle()))
      expect(info).toMatchObject({ code: 'file-changed', about: 'source' })
    })
  })
})

test.each(downloads)('%s of a file that has changed says so', async (_, make) => {
  await withChain(async ({ session, change }) => {
    await make(session)
    await change('child')
    expect(await infoOf(make(session))).toMatchObject({ code: 'file-changed', about: 'source' })
  })
})

test('what reads the open file fails with an error about the source', async () => {
  await withChain(async ({ session, change }) => {
    await change('child')
    const algorithms = ['sha256'] as const
    const given = new Blob(['fine'])
    for (const call of [
      () => session.hash.file({ state: 'before', algorithms }, run),
      () => session.hash.evidence({}, run),
      () => session.workbench.keepOpen({ name: 'child' }, run),
    ]) {
      expect(await infoOf(call())).toMatchObject({ code: 'file-changed', about: 'source' })
    }
    expect(await session.workbench.keep({ input: given, name: 'fine' }, run)).toMatchObject({
      size: 4,
    })
  })
})

test('a parent that has changed is told by its name, and the child is not', async () => {
  await withChain(async ({ session, change }) => {
    await change('parent')
    const target = fakeFileHandle()
    for (const call of [
      () => session.disk.read(WHOLE, run),
      () => session.disk.save({ ...WHOLE, target }, run),
      () => session.disk.blob(WHOLE, run),
    ]) {
      expect(await infoOf(call())).toEqual({
        code: 'file-changed',
        message:
          'The parent “base⟨U+202E⟩.vhdx” changed since it was opened. Read the chain again.',
        about: 'parent',
      })
    }
    expect(await session.file.check({}, run)).toEqual({ changed: false })
  })
})

describe('of the workbench', () => {
  const gone = Object.assign(new Blob([]), {
    arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
  })

  test('it is a kept image that cannot be had', async () => {
    const session = sessionCalls(new FakeDisk().openTab())
    for (const call of [
      () => session.workbench.open({ name: 'none' }, run),
      () => session.workbench.remove({ name: 'none' }, run),
      () => session.recipe.open({ recipe: sampleRecipe('dirty'), base: 'none' }, run),
      () => sessionCalls().workbench.keep({ input: new Blob(['x']), name: 'x' }, run),
    ]) {
      expect(await infoOf(call())).toMatchObject({ about: 'workbench' })
    }
  })

  test('it is storage without room, and not the file that is kept', async () => {
    const tab = new FakeDisk().openTab()
    const session = sessionCalls(tab)
    tab.before = (operation) => {
      if (operation === 'truncate') throw new DOMException('full', 'QuotaExceededError')
    }
    const call = () => session.workbench.keep({ input: new Blob(['x']), name: 'x' }, run)
    expect(await infoOf(call())).toMatchObject({ code: 'no-space', about: 'workbench' })
  })

  test('it is not the file that cannot be read', async () => {
    const session = sessionCalls(new FakeDisk().openTab())
    const call = () => session.workbench.keep({ input: gone, name: 'gone' }, run)
    expect(await infoOf(call())).toMatchObject({ code: 'file-missing', about: 'given' })
  })
})

test('what reads and writes nothing is about no file', async () => {
  const session = sessionCalls()
  await session.recipe.openSample({ sample: 'clean' }, run)
  const target = fakeFileHandle()
  for (const call of [
    () => session.save.copy({ target }, run),
    () => session.disk.save({ ...WHOLE, length: 2 ** 50, target }, run),
    () => session.recipe.open({ recipe: 5 }, run),
  ]) {
    expect((await infoOf(call())).about).toBeUndefined()
  }
})
