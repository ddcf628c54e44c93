import { describe, expect, test } from 'vitest'
import { bytesOf, fullReport, opened, written } from '../../testing/skeletons.ts'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import type { SparseFile } from '../compose/sparse-file.ts'
import { MIB } from '../format/layout.ts'
import { encodeParentLocator } from '../format/parent-locator.ts'
import { readImage } from '../image/image.ts'
import { inspect } from '../inspect/inspect.ts'
import { TRIAL_IDS } from '../salvage/way.ts'
import { planSkeleton } from './plan-skeleton.ts'
import { sparseImage } from './write-skeleton.ts'

const LINKAGE = '{83ed0ec3-24c8-49a6-a959-5e4bd1288015}'
const pairsWith = (name: string) =>
  [
    ['parent_linkage', LINKAGE],
    ['relative_path', `.\\${name}\\base.vhdx`],
    ['absolute_win32_path', `C:\\${name}\\base.vhdx`],
  ] as const

const CHILD: ImageDescription = {
  virtualDiskSize: 64 * MIB,
  kind: 'differencing',
  parent: { pairs: pairsWith('Secret1') },
  blocks: [{ block: 1, fill: 3 }],
}

/** A child of which the log names other parents: one that will be, one that was, and one of which only the data are left. */
async function childWithLog(): Promise<SparseFile> {
  const { metadata } = await readImage(buildImage(CHILD))
  const { at } = metadata?.parentLocator ?? expect.unreachable()
  const start = at.offset - (at.offset % 4096)
  const sector = (name: string) => {
    const bytes = buildImage(CHILD).take(start, 4096)
    bytes.set(encodeParentLocator({ pairs: pairsWith(name) }), at.offset - start)
    return { kind: 'data', fileOffset: BigInt(start), bytes } as const
  }
  const stale = guid('99999999-2222-4333-8444-555555555555')
  return buildImage({
    ...CHILD,
    log: {
      entries: [
        { updates: [sector('Secret4')], logGuid: stale },
        { updates: [sector('Secret3')], logGuid: stale, position: 64 * 4096 },
        { updates: [sector('Secret2')], position: 128 * 4096, tail: 128 * 4096 },
      ],
    },
    // Of the first entry the header and the descriptor are gone.
    patches: [{ at: MIB, bytes: new Uint8Array(4096) }],
  })
}

async function blanked(file: SparseFile) {
  const plan = await planSkeleton(file, { name: 'Secret5.vhdx', blankPaths: true })
  if (!plan.ok) return expect.fail(plan.reason)
  return {
    sparse: Buffer.from(await bytesOf(sparseImage(plan))),
    source: await opened(await written(plan)),
    plan,
  }
}

describe('a skeleton with blanked paths', () => {
  test('names no parent: not on disk, not in the log, not in what is left of it', async () => {
    const file = await childWithLog()
    expect(file.toBytes().toString().length).toBeGreaterThan(0)
    for (let name = 1; name <= 4; name++) {
      expect(Buffer.from(file.toBytes()).includes(Buffer.from(`Secret${name}`, 'utf16le'))).toBe(
        true,
      )
    }
    const { sparse, plan } = await blanked(file)
    expect(sparse.includes(Buffer.from('Secret', 'utf16le'))).toBe(false)
    expect(plan.facts).toMatchObject({ name: undefined, pathsBlanked: true })
  })

  test('reads as the file does: the same verdict, and a log that can be applied', async () => {
    const file = await childWithLog()
    const { source } = await blanked(file)
    const [a, b] = [await fullReport(file), await fullReport(source)]
    expect(b.outcome).toBe('replayable')
    expect(b.verdict?.condition).toBe(a.verdict?.condition)
    expect(b.findings.map(({ rule }) => rule)).toEqual(a.findings.map(({ rule }) => rule))
    expect(b.log?.entries).toEqual(a.log?.entries)
    expect(b.log?.active).toEqual(a.log?.active)
    expect(b.replay?.writes).toEqual(a.replay?.writes)
  })

  test('has paths of the same length, and the parent’s GUID, before and after the replay', async () => {
    const { before, update } = await inspect(
      (await blanked(await childWithLog())).source,
      TRIAL_IDS,
    )
    const letters = [before, update?.after].map((image) => {
      const pairs = image?.metadata?.parentLocator?.pairs ?? []
      const [linkage, relative, absolute] = pairs.map(({ key, value }) => [key, value])
      expect(linkage).toEqual(['parent_linkage', LINKAGE])
      expect(relative?.join()).toMatch(/^relative_path,\.\\([a-z])\1{5}0\\\1{4}\.\1{4}$/)
      expect(absolute?.join()).toMatch(/^absolute_win32_path,([a-z]):\\\1{6}0\\\1{4}\.\1{4}$/)
      return relative?.[1]
    })
    expect(letters[0]).not.toBe(letters[1])
  })

  test('of an image without a parent is that without', async () => {
    const file = buildImage({ virtualDiskSize: 8 * MIB, log: { entries: [{}] } })
    const [plain, with_] = [await planSkeleton(file, {}), await blanked(file)]
    if (!plain.ok) return expect.fail(plain.reason)
    expect(with_.sparse).toEqual(Buffer.from(await bytesOf(sparseImage(plain))))
  })
})
