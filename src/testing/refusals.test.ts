/** The law of refusals: each names what works on the image that it refuses, and that works. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { MIB } from '../engine/format/layout.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { ONE_SENTENCE } from './in-place.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { inTempDir } from './qemu.ts'
import { ruleImages } from './rule-images/rule-images.ts'
import { runCommand } from './run-command.ts'
import { NOT_CLOSED, SALVAGED_DISK, TORN } from './salvage-images.ts'
import { writeImage } from './write-image.ts'

type Make = (image: string, out: string, dir: string) => readonly string[]

/** All commands that may refuse an image for what it is. */
const COMMANDS: readonly Make[] = [
  (image, out) => ['replay', image, out],
  (image) => ['replay', '--in-place', image],
  (image, out) => ['patch', image, out],
  (image) => ['hash', '--after', image],
  (image, out) => ['export', image, out],
  (image, out) => ['export', '--before', image, out],
  (image) => ['map', image],
  (image) => ['map', '--before', image],
  (image) => ['history', image],
  (image) => ['trace', image],
  (image, out) => ['repaired', image, out],
  (image) => ['salvage', image],
  (image, out) => ['salvage', image, out, '--way', 'second-header'],
  (image, out, dir) => ['relink', image, out, '--parent', join(dir, 'parent.vhdx')],
]

const waysIn = (err: string): readonly string[] =>
  [...err.matchAll(/“vhdx-inspector ([^”]+)”/g)].map(([, way = '']) => way)

/** Each way that is named does what it says; a disk with holes is one, too. */
async function expectToWork(ways: readonly string[], image: string, turn: number): Promise<void> {
  for (const [i, way] of ways.entries()) {
    // Whoever has the parent can go on; here there is none.
    if (way.includes('PARENT')) continue
    const argv = way
      .split(' ')
      .map((word) => (word === 'IMAGE' ? image : word === 'OUT' ? `${image}.${turn}.${i}` : word))
    const { status, out, err } = await runCommand(argv)
    // A disk that is larger than files of this machine can be.
    if (err.includes('would be larger than is allowed there')) continue
    if (way.startsWith('inspect')) expect([20, 30].includes(status) && out !== '').toBe(true)
    else expect([way, [0, 3].includes(status)]).toEqual([way, true])
  }
}

async function expectLaw(image: SparseFile, commands: readonly Make[]): Promise<number> {
  let refused = 0
  await inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, image)
    await writeImage(join(dir, 'parent.vhdx'), buildImage(SALVAGED_DISK))
    const seen = new Set<string>()
    for (const [turn, command] of commands.entries()) {
      const out = `out${turn}`
      const { status, err } = await runCommand(command(path, join(dir, out), dir))
      if (status === 0 || status === 3 || status === 10) continue
      // That nothing would change, or that a file is no child, is no fault of the image.
      if (/Not linked|would change nothing/.test(err)) continue
      refused++
      expect(err).toMatch(ONE_SENTENCE)
      const ways = waysIn(err)
      expect([err, ways.length > 0]).toEqual([err, true])
      if (!seen.has(`${ways}`)) await expectToWork(ways, path, turn)
      seen.add(`${ways}`)
      expect((await readdir(dir)).includes(out)).toBe(false)
    }
  })
  return refused
}

const asFile = (image: (typeof ruleImages)[keyof typeof ruleImages]['image']): SparseFile =>
  image instanceof SparseFile ? image : buildImage(image)

/** Its log has gigabytes, and is looked at for each way of salvage. */
const TAKES_LONG = 'log.too-large'

const IMAGES = await Promise.all(
  Object.entries(ruleImages)
    .filter(([rule]) => rule !== TAKES_LONG)
    .map(async ([rule, described]) => {
      const image = asFile(described.image)
      const { outcome } = (await inspect(image, REPLAY_IDS)).inspection
      return { rule, image, isRefused: outcome === 'refused' || outcome === 'not-vhdx' }
    }),
)

/** Each meets one of the commands, so that all of them meet every kind of damage and none takes long. */
test.each(
  IMAGES.filter(({ isRefused }) => isRefused).map((each, i) => [each.rule, each, i] as const),
)('of the image of %s', async (_, { image }, index) => {
  expect(
    await expectLaw(image, [COMMANDS[index % COMMANDS.length] ?? expect.unreachable()]),
  ).toBeLessThan(2)
})

test('of images that can be opened, by the commands for those that cannot', async () => {
  const others = IMAGES.filter(({ isRefused }, i) => !isRefused && i % 16 === 0)
  for (const { image } of others) {
    const only = COMMANDS.filter((make) =>
      ['repaired', 'salvage'].includes(make('', '', '')[0] ?? ''),
    )
    await expectLaw(image, only.slice(0, 2))
  }
  expect(others.length).toBeGreaterThan(3)
})

describe('of every command', () => {
  const notes = new SparseFile()
  notes.put(0, new TextEncoder().encode('Dear diary,'))
  const spoilt = { checksum: 1 }
  const wiped = buildImage(SALVAGED_DISK)
  wiped.put(0, new Uint8Array(MIB))
  test.each<[string, SparseFile]>([
    ['a torn log', buildImage(TORN)],
    ['lost headers', buildImage({ ...SALVAGED_DISK, headers: [spoilt, spoilt] })],
    ['a lost header and a log', buildImage({ ...NOT_CLOSED, headers: [spoilt, spoilt] })],
    ['a lost beginning', wiped],
    ['no VHDX', notes],
  ])('that refuses %s', async (_, image) => {
    expect(await expectLaw(image, COMMANDS)).toBeGreaterThan(8)
  })
})

test('a file whose beginning is gone is refused by every command as inspect refuses it', async () => {
  await inTempDir(async (dir) => {
    const image = buildImage(SALVAGED_DISK)
    image.put(0, new Uint8Array(MIB))
    const path = join(dir, 'image.vhdx')
    await writeImage(path, image)
    for (const argv of [
      ['inspect', path],
      ['map', path],
      ['replay', path, join(dir, 'out')],
    ]) {
      const { status, err } = await runCommand(argv)
      expect([status, err]).toEqual([
        20,
        expect.stringMatching(/is refused: its beginning is gone\./),
      ])
    }
  })
})
