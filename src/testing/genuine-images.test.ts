/** Images as qemu-img makes them, of every kind: nothing is found but what findings must say of QEMU. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NodeFile } from '../cli/files/node-file.ts'
import { diagnose } from '../engine/diagnosis/diagnose.ts'
import type { RuleId } from '../engine/findings/rules.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { lookFurther } from '../engine/looks/look-further.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { describeWithQemu, inTempDir, qemuImg, runTool } from './qemu.ts'

const ALLOWED: ReadonlySet<RuleId> = new Set<RuleId>([
  'header.data-write-guid-differs',
  'region.required-flag-clear',
  'log.stale-session',
  'log.orphan-data-sectors',
])

const MIB = 2 ** 20
const GIB = 2 ** 30
const TIB = 2 ** 40

interface Made {
  readonly size: number
  readonly options: readonly string[]
}

const ofBlocks = [1, 2, 4, 8, 16, 32, 64, 128, 256].map(
  (block, i): Made => ({
    // Not a whole number of blocks, and of the odd ones not of MiB.
    size: 3 * block * MIB + (i % 2 === 0 ? 512 : block * MIB * 0.5),
    options: [`block_size=${block}M`],
  }),
)

const IMAGES: readonly Made[] = [
  ...ofBlocks,
  ...[2, 5, 64].map((log) => ({ size: GIB, options: [`log_size=${log}M`] })),
  ...['on', 'off'].map((zero) => ({
    size: 40 * MIB,
    options: [`block_state_zero=${zero}`, 'log_size=2M', 'block_size=2M'],
  })),
  ...['on', 'off'].flatMap((zero) =>
    [1, 8, 32].map((block) => ({
      size: 70 * MIB + 1024,
      options: ['subformat=fixed', `block_state_zero=${zero}`, `block_size=${block}M`],
    })),
  ),
  // So many chunks that sector bitmaps have their places in the table.
  { size: 20 * GIB, options: ['block_size=1M'] },
  { size: 20 * GIB, options: [] },
  { size: 64 * TIB, options: ['block_size=256M'] },
  { size: 64 * TIB, options: ['block_size=64M', 'log_size=4M'] },
  { size: 512, options: [] },
]

/** Writes here and there, again and again, in three sessions. */
async function use(path: string, { size }: Made): Promise<void> {
  const places = [0, size / 2, size - 512, size / 3, size / 5, size * 0.9].map((place) =>
    Math.max(0, Math.min(size - 512, Math.floor(place / 512) * 512)),
  )
  for (const pattern of [1, 2, 3]) {
    const writes = places
      .slice(0, 2 * pattern)
      .flatMap((place) => ['-c', `write -P ${pattern} ${place} 512`])
    const done = await runTool('qemu-io', ['-f', 'vhdx', ...writes, path])
    expect(done).toMatchObject({ status: 0 })
  }
}

async function expectQuiet(path: string): Promise<void> {
  const file = await NodeFile.open(path, 'r')
  try {
    const inspected = await surveyBlocks(await inspect(file, REPLAY_IDS))
    const { inspection } = inspected
    const rules = [...new Set(inspection.findings.map(({ rule }) => rule))]
    expect([inspection.outcome, ...rules.filter((rule) => !ALLOWED.has(rule))]).toEqual(['clean'])
    const looks = await lookFurther({ inspected })
    expect(await diagnose(inspected, { looks })).toMatchObject({
      condition: 'sound',
      diagnoses: [],
    })
  } finally {
    await file.close()
  }
}

describeWithQemu('an image of QEMU', () => {
  test.each(IMAGES.map((made) => [made.options.join() || 'by default', made.size, made] as const))(
    'made with %s, %i bytes, is quiet when it is new and when it has been used',
    async (_, __, made) => {
      await inTempDir(async (dir) => {
        const path = join(dir, 'a.vhdx')
        const options = made.options.length > 0 ? ['-o', made.options.join()] : []
        const create = ['create', '-q', '-f', 'vhdx', ...options, path, String(made.size)]
        expect(await qemuImg(create)).toMatchObject({ status: 0 })
        await expectQuiet(path)
        await use(path, made)
        await expectQuiet(path)
      })
    },
  )

  test.each(['subformat=dynamic', 'subformat=fixed', 'subformat=dynamic,block_state_zero=off'])(
    'that was converted with %s is quiet',
    async (options) => {
      await inTempDir(async (dir) => {
        const [raw, path] = [join(dir, 'a.raw'), join(dir, 'a.vhdx')]
        expect(await qemuImg(['create', '-q', '-f', 'raw', raw, '45M'])).toMatchObject({
          status: 0,
        })
        const written = await runTool('qemu-io', ['-f', 'raw', '-c', 'write -P 9 17M 64k', raw])
        expect(written).toMatchObject({ status: 0 })
        const convert = ['convert', '-f', 'raw', '-O', 'vhdx', '-o', options, raw, path]
        expect(await qemuImg(convert)).toMatchObject({ status: 0 })
        await expectQuiet(path)
      })
    },
  )
})
