/** Where QEMU's replay leaves another file than ours: its size, its headers, and what a crash leaves. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { DATA_WRITE_GUID } from '../engine/compose/compose-header-section.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { header } from '../engine/format/header.ts'
import { HEADER_OFFSETS, KIB, MIB } from '../engine/format/layout.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { applyTo } from '../engine/update/apply.ts'
import { firstDifference } from './compare.ts'
import { mark, marksIn, plainDisk } from './marks.ts'
import { ourReplay, REPLAY_IDS } from './our-replay.ts'
import { describeWithQemu, inTempDir, qemuImg } from './qemu.ts'
import { qemuReplay } from './qemu-replay.ts'
import { writeImage } from './write-image.ts'

const headersOf = (bytes: Uint8Array) => HEADER_OFFSETS.map((at) => header.decode(bytes, at))

const extended = (lastFileOffset: number): SparseFile =>
  buildImage({
    ...plainDisk,
    log: { entries: [{ updates: [mark('A')], lastFileOffset: BigInt(lastFileOffset) }] },
  })

describeWithQemu('QEMU', () => {
  test('does not extend the file to a LastFileOffset that is a multiple of 1 MiB', async () => {
    const image = extended(8 * MIB)
    expect((await qemuReplay(image)).bytes.length).toBe(image.size)
    expect((await ourReplay(image)).file.size).toBe(8 * MIB)
  })

  test('extends it to the next MiB where LastFileOffset is no multiple', async () => {
    const image = extended(8 * MIB + 4 * KIB)
    expect((await qemuReplay(image)).bytes.length).toBe(9 * MIB)
    expect((await ourReplay(image)).file.size).toBe(8 * MIB + 4 * KIB)
  })

  test('obeys a log that overwrites a header, and hides it by writing both headers again', async () => {
    const header2 = { kind: 'zero', fileOffset: BigInt(HEADER_OFFSETS[1]), length: 4096n } as const
    const image = buildImage({
      ...plainDisk,
      log: { entries: [{ updates: [mark('A'), header2] }] },
    })
    const theirs = await qemuReplay(image)
    expect([theirs.answer, marksIn(theirs.bytes)]).toEqual(['opened', 'A'])
    expect(headersOf(theirs.bytes).map(({ signature }) => signature)).toEqual(['head', 'head'])
    const ours = await ourReplay(image)
    expect([ours.outcome, ours.refusal]).toEqual(['refused', 'replay.targets-header'])
  })

  test('changes DataWriteGuid, to another one in each header', async () => {
    const image = extended(4 * MIB)
    const theirs = headersOf((await qemuReplay(image)).bytes).map((copy) => copy.dataWriteGuid)
    expect(new Set([...theirs, DATA_WRITE_GUID]).size).toBe(3)
    const ours = headersOf((await ourReplay(image)).file.toBytes()).map(
      (copy) => copy.dataWriteGuid,
    )
    expect(ours).toEqual([DATA_WRITE_GUID, DATA_WRITE_GUID])
  })

  test('loses the log when it crashes after its first header write and the other header had none', async () => {
    const image = buildImage({
      ...plainDisk,
      headers: [{ logGuid: NIL_GUID }, {}],
      log: { entries: [{ updates: [mark('A')] }] },
    })
    const theirs = await inTempDir(async (dir) => {
      const path = join(dir, 'image.vhdx')
      await writeImage(path, image)
      expect(
        (await qemuImg(['check', '-r', 'all', '--image-opts', failingAtHeader2(path)])).status,
      ).toBe(1)
      return qemuImg(['info', path])
    })
    // It opens the image as a clean one: the log is forgotten, the write of A never happened.
    expect(theirs.status).toBe(0)

    const { update } = await inspect(image, REPLAY_IDS)
    const cut = image.clone()
    await applyTo(cut, update?.plan.steps.slice(0, 2) ?? [])
    expect(firstDifference(cut.toBytes(), image.toBytes())).toBeLessThan(MIB)
    const { outcome, file } = await ourReplay(cut)
    expect([outcome, marksIn(file.toBytes())]).toEqual(['replayable', 'A'])
  })
})

/** The image through QEMU's fault injector: the second header cannot be written. */
const failingAtHeader2 = (path: string): string =>
  [
    'driver=vhdx,file.driver=blkdebug,file.image.driver=file',
    `file.image.filename=${path}`,
    'file.inject-error.0.event=none,file.inject-error.0.iotype=write,file.inject-error.0.errno=5',
    `file.inject-error.0.sector=${HEADER_OFFSETS[1] / 512}`,
  ].join(',')
