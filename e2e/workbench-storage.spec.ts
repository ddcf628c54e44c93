/** What the worker does to images in the browser's private storage, in a profile on a real disk. */
import { stat } from 'node:fs/promises'
import type { BrowserContext, Page } from '@playwright/test'
import type { ImageDescription } from '../src/engine/compose/description.ts'
import { GIB, MIB, TIB } from '../src/engine/format/layout.ts'
import type { Edit } from '../src/engine/journal/edit.ts'
import { qemuAvailable, qemuImg } from '../src/testing/qemu.ts'
import type { CallName } from '../src/worker/protocol/protocol.ts'
import { openApp } from './support/app.ts'
import { holdFile } from './support/files.ts'
import { faultTest } from './support/own-profile.ts'
import { expect } from './support/test.ts'
import { type Answer, startWorker, storedFiles, type TestWorker } from './support/worker-calls.ts'

interface Storage {
  readonly context: BrowserContext
  /** The app in a new tab. */
  openTab(): Promise<Page>
}

const test = faultTest.extend<{ readonly storage: Storage }>({
  storage: async ({ context }, use) => {
    const openTab = async () => {
      const page = await context.newPage()
      await openApp(page)
      await expect.poll(() => page.workers().length).toBeGreaterThan(0)
      return page
    }
    await use({ context, openTab })
  },
})

const NAME = 'disk.vhdx'
const clean: ImageDescription = { virtualDiskSize: GIB, blocks: [{ block: 0, fill: 0xa5 }] }
const edits: readonly Edit[] = [{ kind: 'bat-entry', index: 1, state: 3, fileOffsetMB: 0 }]

async function keepImage(page: Page, worker: TestWorker, path: string, name = NAME): Promise<void> {
  await holdFile(page, path)
  expect(await worker.keepFile(NAME)).toMatchObject({ result: { name } })
}

/** Whether block 1 is unmapped, as the edits have it, in the image that is open. */
async function isEdited(worker: TestWorker): Promise<boolean> {
  const answer = await worker.call('blocks.rows', { state: 'before', start: 1, count: 1 })
  if (!('result' in answer)) throw new Error(answer.error.message)
  return answer.result.rows[0]?.entry.state === 'unmapped'
}

/** All of the image that is open; of a few MiB. */
async function readAll(worker: TestWorker, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size)
  for (let offset = 0; offset < size; offset += MIB) {
    const answer = await worker.call('file.read', { state: 'before', offset, length: MIB })
    if (!('result' in answer)) throw new Error(answer.error.message)
    bytes.set(answer.result, offset)
  }
  return bytes
}

/** A worker that is ended while it hangs holds its files until the browser gives up on it. */
async function whenFree<C extends CallName>(call: () => Promise<Answer<C>>): Promise<Answer<C>> {
  const answers: Answer<C>[] = []
  await expect(async () => {
    answers.push(await call())
    expect(answers.at(-1)).not.toMatchObject({ error: { code: 'in-use' } })
  }).toPass()
  return answers.at(-1) as Answer<C>
}

test('keeps an image, changes it, leaves it dirty, replays it, and QEMU finds it in order', async ({
  files,
  storage,
}) => {
  const page = await storage.openTab()
  const worker = await startWorker(page)
  const original = await files.compose(NAME, clean)
  await keepImage(page, worker, original)
  await worker.call('workbench.open', { name: NAME })
  const left = await worker.call('edit.commit', { edits, end: 'leave-in-log' })
  expect(left).toMatchObject({ result: { outcome: 'replayable' } })
  expect(await isEdited(worker)).toBe(false)
  await page.close()

  const later = await storage.openTab()
  const other = await startWorker(later)
  const { size } = await stat(original)
  expect(await other.call('workbench.list', {})).toMatchObject({ result: [{ name: NAME, size }] })
  const opened = await other.call('workbench.open', { name: NAME })
  expect(opened).toMatchObject({ result: { outcome: 'replayable' } })
  const replayed = await other.call('edit.replay', {})
  expect(replayed).toMatchObject({ result: { outcome: 'clean' } })
  expect(await isEdited(other)).toBe(true)
  const zeroed: Edit = { kind: 'bat-entry', index: 2, state: 2, fileOffsetMB: 0 }
  const again = await other.call('edit.commit', { edits: [zeroed], end: 'apply' })
  expect(again).toMatchObject({ result: { outcome: 'clean' } })

  const copy = await files.write('copy.vhdx', await readAll(other, size))
  if (!qemuAvailable) return
  expect(await qemuImg(['check', '-f', 'vhdx', copy])).toMatchObject({ status: 0, stderr: '' })
})

test('a tab that is closed while it imports leaves nothing, and is not disturbed until then', async ({
  files,
  storage,
}) => {
  const importing = await storage.openTab()
  const watching = await storage.openTab()
  const path = await files.compose(NAME, { ...clean, fileSize: 64 * MIB })
  await holdFile(importing, path)
  const worker = await startWorker(importing, { operation: 'write', number: 1, error: 'hang' })
  void worker.keepFile(NAME).catch(() => {})
  await worker.hangs()

  const other = await startWorker(watching)
  expect(await other.call('workbench.list', {})).toMatchObject({ result: [] })
  expect(await storedFiles(watching)).toHaveProperty([`workbench/${NAME}`])
  await keepImage(watching, other, path, 'disk (2).vhdx')

  await worker.terminate()
  await expect
    .poll(async () => {
      await other.call('workbench.list', {})
      return Object.keys(await storedFiles(watching))
    })
    .toEqual(['workbench/disk (2).vhdx'])
})

test('an import that does not fit leaves nothing and says how much it needs', async ({
  files,
  storage,
}) => {
  const page = await storage.openTab()
  await holdFile(page, await files.compose(NAME, { ...clean, fileSize: 15 * TIB }))
  const worker = await startWorker(page)
  const answer = await worker.keepFile(NAME)
  expect(answer).toMatchObject({ error: { code: 'no-space' } })
  expect(JSON.stringify(answer)).toContain('needs 15 TiB')
  expect(await storedFiles(page)).toEqual({})
})

test('what one tab changes, another can neither change nor delete, and then sees as changed', async ({
  files,
  storage,
}) => {
  const [first, second] = [await storage.openTab(), await storage.openTab()]
  const hanging = await startWorker(first, { operation: 'flush', number: 4, error: 'hang' })
  await keepImage(first, hanging, await files.compose(NAME, clean))
  await hanging.call('workbench.open', { name: NAME })
  const other = await startWorker(second)
  await other.call('workbench.open', { name: NAME })
  void hanging.call('edit.commit', { edits, end: 'apply' }).catch(() => {})
  await hanging.hangs()

  const inUse = { error: { code: 'in-use' } }
  expect(await other.call('edit.commit', { edits, end: 'apply' })).toMatchObject(inUse)
  expect(await other.call('workbench.remove', { name: NAME })).toMatchObject(inUse)
  await first.close()
  const changed = await whenFree(() => other.call('edit.commit', { edits, end: 'apply' }))
  expect(changed).toMatchObject({ error: { code: 'file-changed' } })
  await other.call('workbench.open', { name: NAME })
  await other.call('workbench.remove', { name: NAME })
  expect(await storedFiles(second)).toEqual({})
})

test('a tab that is closed in the middle of a commit leaves the old image or the new one', async ({
  files,
  storage,
}) => {
  const page = await storage.openTab()
  await holdFile(page, await files.compose(NAME, clean))
  const names: string[] = []
  // The first flush is that of the import.
  for (let number = 2, end = ''; end !== 'done'; number++) {
    const worker = await startWorker(page, { operation: 'flush', number, error: 'hang' })
    const kept = await worker.keepFile(NAME)
    if (!('result' in kept)) throw new Error(kept.error.message)
    await worker.call('workbench.open', { name: kept.result.name })
    const commit = worker.call('edit.commit', { edits, end: 'apply' })
    end = await Promise.race([commit.then(() => 'done'), worker.hangs().then(() => 'hangs')])
    names.push(kept.result.name)
  }
  await page.close()

  const after = await startWorker(await storage.openTab())
  const states: string[] = []
  for (const name of names) {
    const opened = await after.call('workbench.open', { name })
    if (!('result' in opened)) throw new Error(opened.error.message)
    states.push(`${opened.result.outcome}, ${(await isEdited(after)) ? 'new' : 'old'}`)
    if (opened.result.outcome !== 'replayable') continue
    const replayed = await whenFree(() => after.call('edit.replay', {}))
    expect(replayed).toMatchObject({ result: { outcome: 'clean' } })
    expect(await isEdited(after)).toBe(true)
  }
  expect([...new Set(states)]).toEqual([
    'clean, old',
    'replayable, old',
    'replayable, new',
    'clean, new',
  ])
})

test('a commit that finds no more room says in which state the image is', async ({
  files,
  storage,
}) => {
  const page = await storage.openTab()
  const fault = { operation: 'flush', number: 7, error: 'QuotaExceededError' } as const
  const worker = await startWorker(page, fault)
  await keepImage(page, worker, await files.compose(NAME, clean))
  await worker.call('workbench.open', { name: NAME })
  const answer = await worker.call('edit.commit', { edits, end: 'apply' })
  expect(answer).toMatchObject({ error: { code: 'no-space' } })
  expect(JSON.stringify(answer)).toContain('replay the log in place')
  const replayed = await worker.call('edit.replay', {})
  expect(replayed).toMatchObject({ result: { outcome: 'clean' } })
  expect(await isEdited(worker)).toBe(true)
})
