/** Where QEMU goes another way than the specification: what is said of it for each, and that QEMU does it. */
import { describe, expect, test } from 'vitest'
import { NodeFile } from '../cli/files/node-file.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { messageOf } from '../engine/findings/finding-words.ts'
import { GIB, TIB } from '../engine/format/layout.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { withQemu } from '../engine/qemu/qemu-finding.ts'
import { readAsQemu } from '../engine/qemu/qemu-report.ts'
import { realImage } from './images.ts'
import { plainDisk } from './marks.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { qemuAvailable } from './qemu.ts'
import { knownBugs } from './qemu-cases/known-bugs.ts'
import { moreCases } from './qemu-cases/more-cases.ts'
import { log, type QemuCase, zero } from './qemu-cases/qemu-case.ts'
import { compareWithQemu } from './qemu-check.ts'

const cases = { ...knownBugs, ...moreCases }

async function reportOn({ image }: QemuCase) {
  const inspected = await inspect(buildImage({ ...plainDisk, ...image }), REPLAY_IDS)
  const report = await readAsQemu(inspected)
  return { report, findings: withQemu(inspected, report).inspection.findings }
}

describe('what is said of QEMU', () => {
  test.each(Object.entries(cases))('%s', async (_, described) => {
    const { report, findings } = await reportOn(described)
    expect(report.headline).toMatch(described.headline)
    expect(report.stop?.code).toBe(described.stop)
    expect(report.reasons.map(({ code }) => code)).toEqual(described.reasons ?? [])
    const words = [...report.notes, ...report.reasons.map(({ sentence }) => sentence)].join(' ')
    expect(words).toContain(described.says ?? '')
    expect(report.diverges).toBe(described.diverges)
    const found = findings.find(({ rule }) => rule === 'replay.diverges-qemu')
    expect(found !== undefined).toBe(described.diverges)
    if (found)
      expect(messageOf(found)).toMatch(/^Do not run “qemu-img check -r all” on this file: /)
  })
})

describe.skipIf(!qemuAvailable)('what QEMU does', () => {
  test.each(Object.entries(cases))(
    '%s',
    async (_, { image }) => {
      const { predicted, real } = await compareWithQemu(buildImage({ ...plainDisk, ...image }))
      expect(real).toBe(predicted)
    },
    30_000,
  )
})

test('answers at once for a terabyte of zeros in the log of each', async () => {
  const runs = Array.from({ length: 100 }, (_, n) => zero(GIB * n, TIB))
  const inspected = await inspect(
    buildImage({ ...plainDisk, ...log({ updates: runs }) }),
    REPLAY_IDS,
  )
  const started = performance.now()
  expect((await readAsQemu(inspected)).answer).toBe('hangs')
  expect(performance.now() - started).toBeLessThan(1000)
})

test.each([
  ['iotest-dirtylog-10G-4M.vhdx', 'QEMU replays 1 entry, and makes the same of the image'],
  ['windows-swap.vhdx', 'QEMU opens the image, and has nothing to replay.'],
  ['test-disk2vhd.vhdx', 'QEMU opens the image, and has nothing to replay.'],
] as const)('is no reason to warn of a real image: %s', async (name, headline) => {
  const path = realImage(name)
  if (path === undefined) return
  const file = await NodeFile.open(path, 'r')
  try {
    const report = await readAsQemu(await inspect(file, REPLAY_IDS))
    expect(report).toMatchObject({ diverges: false, batErrors: 0 })
    expect(report.headline).toContain(headline)
  } finally {
    await file.close()
  }
})
