/** A parent whose log QEMU has replayed: what becomes of its link, and what is said of it. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NodeFile } from '../cli/files/node-file.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { assembleChain } from '../engine/disk/chain/assemble-chain.ts'
import { reportChain } from '../engine/disk/chain/chain-report.ts'
import { chainFileOf } from '../engine/disk/chain/inspected-file.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { chainFile, numberedGuid, parentOf } from './chain-files.ts'
import { disk } from './marks.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { describeWithQemu, inTempDir, qemuImg } from './qemu.ts'
import { writeImage } from './write-image.ts'

const A = numberedGuid(0xa)

describeWithQemu('a parent that QEMU has replayed', () => {
  test('is told from one of another chain', () =>
    inTempDir(async (dir) => {
      const path = join(dir, 'base.vhdx')
      const present = { state: 'fully-present', fileOffsetMB: 4 } as const
      const dirty = disk({
        dataWriteGuid: A,
        blocks: [{ block: 0, fill: 0xaa }],
        bat: { 0: { state: 'not-present' } },
        log: { entries: [{ updates: [{ kind: 'bat', changes: { 0: present } }] }] },
      })
      await writeImage(path, buildImage(dirty))
      const child = await chainFile('child', disk(parentOf(A, 'base.vhdx')))
      const judged = async () => {
        const file = await NodeFile.open(path, 'r')
        try {
          const base = chainFileOf('base', await inspect(file, REPLAY_IDS))
          return { base, report: reportChain(assembleChain(child, [base])) }
        } finally {
          await file.close()
        }
      }
      const before = await judged()
      expect(before.base.state).toBe('replayed')
      expect(before.report.missing).toBeUndefined()

      expect(await qemuImg(['check', '-f', 'vhdx', '-r', 'all', path])).toMatchObject({ status: 0 })
      const { base, report } = await judged()
      expect(base.state).toBe('clean')
      const [first, second] = base.headers.copies.map(({ values }) => values?.dataWriteGuid)
      expect(first).not.toBe(second)
      expect(report.missing?.wanted).toBe(A)
      expect(report.refused[0]?.reason).toContain('as QEMU leaves them when it replays a log')
      expect(report.findings.map(({ finding }) => finding.rule)).toContain('chain.parent-changed')
    }))
})
