import { beforeEach, describe, expect, test } from 'vitest'
import { HEADER_SECTION_SIZE, MIB } from '../../engine/format/layout.ts'
import { fakeFileHandle } from '../../testing/fake-file-handle.ts'
import { EDITS, KEPT_IMAGE, type KeptDisk, keptDisk } from '../../testing/kept-disk.ts'
import { infoOf, quietRun, type SessionCalls } from '../../testing/worker-calls.ts'

const run = quietRun()
let kept: KeptDisk
let session: SessionCalls

beforeEach(async () => {
  kept = await keptDisk()
  ;({ session } = await kept.openTab())
})

describe('an export', () => {
  test('is the image as it is, dirty or not', async () => {
    await session.edit.commit({ edits: EDITS, end: 'leave-in-log' }, run)
    const target = fakeFileHandle()
    const { size, verifiedBytes } = await session.workbench.export({ target }, run)
    expect(size).toBe(KEPT_IMAGE.length)
    expect(verifiedBytes).toBeGreaterThanOrEqual(HEADER_SECTION_SIZE + MIB)
    expect(Buffer.compare(await target.content(), kept.content())).toBe(0)
    const download = await session.workbench.blob({}, run)
    expect(Buffer.compare(new Uint8Array(await download.arrayBuffer()), kept.content())).toBe(0)
  })

  test.each([
    ['is too short', async (file: { resize(size: number): Promise<void> }) => file.resize(MIB)],
    [
      'has another header',
      async (file: { write(offset: number, bytes: Uint8Array): Promise<void> }) =>
        file.write(64 * 1024 + 20, Uint8Array.of(0xff)),
    ],
  ])('is not believed when it %s', async (_, spoil) => {
    const target = fakeFileHandle({ spoil })
    expect(await infoOf(session.workbench.export({ target }, run))).toMatchObject({
      code: 'verify-failed',
    })
  })

  test('is not made of an image that has changed', async () => {
    const other = await kept.openTab()
    await other.session.edit.commit({ edits: EDITS, end: 'apply' }, run)
    const target = fakeFileHandle()
    expect(await infoOf(session.workbench.export({ target }, run))).toMatchObject({
      code: 'file-changed',
    })
    expect(await target.content()).toHaveLength(0)
  })
})
