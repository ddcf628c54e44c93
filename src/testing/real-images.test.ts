/** Images that people's programs made: the right answer, and no findings but the allowed ones. */
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NodeFile } from '../cli/files/node-file.ts'
import { MIB } from '../engine/format/layout.ts'
import { type Inspected, inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { applyTo } from '../engine/update/apply.ts'
import { firstDifference, HEADERS } from './compare.ts'
import { type RealImage, realImage } from './images.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { inTempDir, qemuAvailable, qemuImg, qemuIo } from './qemu.ts'

const DIRTY = 'iotest-dirtylog-10G-4M.vhdx'

async function inspectReal(name: RealImage): Promise<Inspected> {
  const file = await NodeFile.open(realImage(name) ?? '', 'r')
  try {
    return await surveyBlocks(await inspect(file, REPLAY_IDS))
  } finally {
    await file.close()
  }
}

const rulesOf = ({ inspection }: Inspected) =>
  [...new Set(inspection.findings.map(({ rule }) => rule))].sort()

test.skipIf(!realImage(DIRTY))(
  'the dirty image of QEMU: seven entries, one of them active',
  async () => {
    const inspected = await inspectReal(DIRTY)
    const { outcome, log, update, before, after } = inspected.inspection
    expect(outcome).toBe('replayable')
    expect(log?.entryCounts).toEqual({ active: 1, superseded: 0, stale: 6, invalid: 0 })
    expect(update?.changes.map(({ summary }) => summary)).toEqual([
      'BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB',
    ])
    expect(before.census?.payload['fully-present']).toBe(17)
    expect(after?.census?.payload['fully-present']).toBe(18)
    expect(rulesOf(inspected)).toEqual([
      'header.data-write-guid-differs',
      'log.dirty',
      'log.stale-session',
      'region.required-flag-clear',
    ])
  },
)

test.skipIf(!realImage(DIRTY) || !qemuAvailable)(
  'the dirty image of QEMU, replayed in place, is what QEMU makes of it, apart from the headers',
  async () => {
    await inTempDir(async (dir) => {
      const [ours, theirs] = [join(dir, 'ours.vhdx'), join(dir, 'theirs.vhdx')]
      for (const path of [ours, theirs]) await copyFile(realImage(DIRTY) ?? '', path)
      const file = await NodeFile.open(ours, 'r+')
      const { update } = await inspect(file, REPLAY_IDS)
      await applyTo(file, update?.plan.steps ?? [])
      await file.close()
      await qemuImg(['check', '-f', 'vhdx', '-r', 'all', theirs])

      const bytes = [await readFile(ours), await readFile(theirs)] as const
      expect(firstDifference(...bytes, HEADERS)).toBeUndefined()
      expect(await qemuImg(['check', '-f', 'vhdx', ours])).toMatchObject({ status: 0 })
      const read = await qemuIo(ours, `read -P 0xa5 0 ${18 * MIB}`)
      expect(read).toMatchObject({ status: 0, stdout: expect.not.stringContaining('failed') })
    })
  },
  30_000,
)

test.skipIf(!realImage('test-disk2vhd.vhdx'))('the image of Disk2vhd is clean', async () => {
  const inspected = await inspectReal('test-disk2vhd.vhdx')
  expect(inspected.inspection.outcome).toBe('clean')
  expect(rulesOf(inspected)).toEqual([
    'file.size-unaligned',
    'header.sequence-equal-identical',
    'producer.disk2vhd-twin-headers',
  ])
})

test.skipIf(!realImage('windows-swap.vhdx'))('the image of Windows is clean', async () => {
  const inspected = await inspectReal('windows-swap.vhdx')
  expect(inspected.inspection.outcome).toBe('clean')
  expect(rulesOf(inspected)).toEqual(['log.orphan-data-sectors', 'log.stale-session'])
})
