import { beforeEach, describe, expect, test } from 'vitest'
import { MIB } from '../../engine/format/layout.ts'
import type { Edit } from '../../engine/journal/edit.ts'
import type { FakeTab } from '../../testing/fake-disk.ts'
import { BAT, METADATA } from '../../testing/journalling.ts'
import {
  BACK,
  EDITS,
  KEPT_IMAGE,
  KEPT_NAME,
  type KeptDisk,
  keptDisk,
} from '../../testing/kept-disk.ts'
import {
  failureOf,
  infoOf,
  type SessionCalls,
  sessionCalls,
  watchedRun,
} from '../../testing/worker-calls.ts'
import type { Progress } from '../protocol/protocol.ts'
import type { CallRun } from '../rpc.ts'

let kept: KeptDisk
let tab: FakeTab
let session: SessionCalls
let abort: AbortController
let progress: Progress[]
let run: CallRun

beforeEach(async () => {
  ;({ run, progress, abort } = watchedRun())
  kept = await keptDisk()
  ;({ tab, session } = await kept.openTab())
})

const isUntouched = () => Buffer.compare(kept.content(), KEPT_IMAGE) === 0
const commit = (edits = EDITS, from = session) => from.edit.commit({ edits, end: 'apply' }, run)
const leave = () => session.edit.commit({ edits: EDITS, end: 'leave-in-log' }, run)

describe('a commit', () => {
  test('makes the edits and leaves a clean image open', async () => {
    const inspection = await commit()
    expect(inspection).toMatchObject({ outcome: 'clean' })
    // What is left of the journal is history.
    expect(inspection.findings.map(({ rule }) => rule)).toEqual(['log.stale-session'])
    expect(kept.isEdited()).toBe(true)
    expect(await session.file.read({ state: 'before', offset: BAT + 8, length: 1 }, run)).toEqual(
      Uint8Array.of(3),
    )
    expect(await session.file.check({}, run)).toEqual({ changed: false })
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total)
  })

  test('makes what was previewed', async () => {
    const preview = await session.edit.preview({ edits: EDITS }, run)
    expect(preview).toMatchObject({ outcome: 'clean', newFindings: [] })
    expect(isUntouched()).toBe(true)
    const edited = await session.edit.read({ edits: EDITS, offset: BAT, length: MIB }, run)
    await commit()
    expect(Buffer.compare(kept.content().subarray(BAT, BAT + MIB), edited)).toBe(0)
    const { rows } = await session.log.entries({ start: 0, count: 10 }, run)
    expect(rows.map(({ position, length }) => ({ position, length }))).toEqual(
      preview.entries.map(({ position, length }) => ({ position, length })),
    )
  })

  test('can be left in the log, replayed in place later, and followed by another', async () => {
    expect(await leave()).toMatchObject({ outcome: 'replayable' })
    expect(kept.isEdited()).toBe(false)
    expect(await session.edit.replay({}, run)).toMatchObject({ outcome: 'clean' })
    expect(kept.isEdited()).toBe(true)
    await commit(BACK)
    expect(kept.isOriginal()).toBe(true)
  })

  test('has a sequence number and GUIDs of its own', async () => {
    await leave()
    const [first] = (await session.log.entries({ start: 0, count: 1 }, run)).rows
    kept = await keptDisk()
    ;({ session } = await kept.openTab())
    await leave()
    const [second] = (await session.log.entries({ start: 0, count: 1 }, run)).rows
    expect(second?.header.logGuid).not.toBe(first?.header.logGuid)
    expect(second?.header.sequenceNumber).not.toBe(first?.header.sequenceNumber)
  })

  test('of an image that was opened in another way is refused', async () => {
    await session.recipe.openSample({ sample: 'clean' }, run)
    expect(await infoOf(commit())).toMatchObject({ code: 'cannot-edit' })
    expect(await infoOf(session.edit.preview({ edits: EDITS }, run))).toMatchObject({
      code: 'cannot-edit',
    })
  })
})

describe('nothing is written', () => {
  const bytes = (offset: number, length: number): Edit => ({
    kind: 'bytes',
    offset,
    bytes: new Uint8Array(length).fill(1),
  })

  test.each<[string, readonly Edit[], RegExp]>([
    [
      'no BAT has',
      [{ kind: 'bat-entry', index: 1e9, state: 0, fileOffsetMB: 0 }],
      /no entry 1000000000/,
    ],
    ['belongs to no metadata', [bytes(0, 1)], /the file identifier/],
    [
      'the log has no room for',
      [bytes(METADATA + MIB / 2, MIB / 2), bytes(BAT, MIB)],
      /needs an entry of/,
    ],
  ])('of an edit that %s', async (_, edits, message) => {
    const { code, message: sentence } = await infoOf(commit(edits))
    expect(code).toBe('cannot-edit')
    expect(sentence).toMatch(message)
    expect(await infoOf(session.edit.preview({ edits }, run))).toEqual({ code, message: sentence })
    expect(isUntouched()).toBe(true)
    expect(await commit()).toMatchObject({ outcome: 'clean' })
  })

  test('to a dirty image, nor replayed in a clean one', async () => {
    expect(await infoOf(session.edit.replay({}, run))).toMatchObject({ code: 'cannot-replay' })
    await leave()
    const dirty = kept.content()
    expect(await infoOf(commit())).toMatchObject({ code: 'cannot-edit' })
    expect(Buffer.compare(kept.content(), dirty)).toBe(0)
  })

  test('when another tab has changed the image', async () => {
    const other = await kept.openTab()
    await commit([{ kind: 'bat-entry', index: 2, state: 3, fileOffsetMB: 0 }], other.session)
    const changed = kept.content()
    expect(await infoOf(commit())).toMatchObject({ code: 'file-changed' })
    expect(await infoOf(session.edit.replay({}, run))).toMatchObject({ code: 'file-changed' })
    expect(Buffer.compare(kept.content(), changed)).toBe(0)
    await session.workbench.open({ name: KEPT_NAME }, run)
    expect(await commit()).toMatchObject({ outcome: 'clean' })
  })

  test('while another tab writes', async () => {
    const handle = await (
      await (await kept.disk.openTab().storage.getDirectory()).getDirectoryHandle('workbench')
    ).getFileHandle(KEPT_NAME)
    const access = await (
      handle as unknown as { createSyncAccessHandle(): Promise<{ close(): void }> }
    ).createSyncAccessHandle()
    const { code, message } = await infoOf(commit())
    expect(code).toBe('in-use')
    expect(message).toContain('Another tab')
    access.close()
    expect(await commit()).toMatchObject({ outcome: 'clean' })
  })

  test('to an image that has been deleted', async () => {
    await sessionCalls(kept.disk.openTab()).workbench.remove({ name: KEPT_NAME }, run)
    expect(await infoOf(commit())).toMatchObject({ code: 'file-missing' })
  })

  test('when it is cancelled before it begins', async () => {
    await session.file.check({}, run)
    abort.abort()
    expect(await failureOf(commit())).toMatchObject({ name: 'AbortError' })
    expect(isUntouched()).toBe(true)
  })
})

test('what has begun is not cancelled any more', async () => {
  tab.before = () => abort.abort()
  expect(await commit()).toMatchObject({ outcome: 'clean' })
  expect(kept.isEdited()).toBe(true)
})
