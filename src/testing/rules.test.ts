/** Every rule of the catalogue has an image that fires it, and nothing more than what is said beside it. */
import { expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { withAllFindings } from '../engine/diagnosis/all-findings.ts'
import { diagnose } from '../engine/diagnosis/diagnose.ts'
import { assembleChain, parentLayers } from '../engine/disk/chain/assemble-chain.ts'
import { reportChain } from '../engine/disk/chain/chain-report.ts'
import { severityOf } from '../engine/findings/finding.ts'
import { messageOf } from '../engine/findings/finding-words.ts'
import { type RuleId, rules } from '../engine/findings/rules.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import type { Inspection } from '../engine/inspect/inspection.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { planWrites } from '../engine/log/replay-writes.ts'
import { lookFurther } from '../engine/looks/look-further.ts'
import { withQemu } from '../engine/qemu/qemu-finding.ts'
import { readAsQemu } from '../engine/qemu/qemu-report.ts'
import { chainFile, parentFile } from './chain-files.ts'
import { disk, mark, plainDisk } from './marks.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { dirty, type RuleImage } from './rule-images/rule-image.ts'
import { ruleImages as images, TOO_LARGE } from './rule-images/rule-images.ts'

async function survey(image: RuleImage['image']) {
  const source = image instanceof SparseFile ? image : buildImage(image)
  const surveyed = await surveyBlocks(await inspect(source, REPLAY_IDS))
  return withQemu(surveyed, await readAsQemu(surveyed))
}

/** In bytes, of the file after its replay if that is more. */
const sizeOf = ({ size, update }: Inspection): number => Math.max(size, update?.sizeAfter ?? 0)

/** Also about how the image and its parents fit together, and about what is on its disk. */
async function surveyAll({ image, parents, ...choice }: RuleImage) {
  const inspected = await survey(image)
  const { outcome } = inspected.inspection
  const size = sizeOf(inspected.inspection)
  const files = await Promise.all(
    (parents ?? []).map((parent, i) => parentFile(`parent ${i}`, parent, choice)),
  )
  const assembled = assembleChain(await chainFile('child', image), files)
  const chain = parents && reportChain(assembled)
  const looks = await lookFurther({ inspected, chain, parents: parents && parentLayers(assembled) })
  const verdict = await diagnose(inspected, { chain, looks })
  const { findings } = withAllFindings(inspected, verdict, chain).inspection
  return { findings, outcome, size }
}

test('every rule has its image', () => {
  expect([...Object.keys(images), TOO_LARGE].sort()).toEqual(Object.keys(rules).sort())
})

test.each(Object.entries(images))('%s fires for its image', async (rule, described) => {
  const { also = [] } = described
  const { findings, outcome } = await surveyAll(described)
  const fired = new Set(findings.map((found) => found.rule))
  expect([...fired].sort().join(' ')).toBe([rule, ...also].sort().join(' '))
  const isFatal = findings.some((found) => severityOf(found) === 'fatal')
  expect(outcome === 'refused' || outcome === 'not-vhdx').toBe(isFatal)
  // A message that names a value which its finding does not have shows a question mark.
  expect(findings.map(messageOf).filter((message) => message.includes('?'))).toEqual([])
})

test.each([
  ['a dynamic disk', plainDisk],
  ['a fixed disk', disk({ kind: 'fixed' })],
  [
    'a child disk',
    disk({
      kind: 'differencing',
      parent: {
        pairs: [
          ['parent_linkage', '{00112233-4455-4677-8899-aabbccddeeff}'],
          ['relative_path', '.\\parent.vhdx'],
        ],
      },
    }),
  ],
])('%s that is in order fires none', async (_, image) => {
  expect(await surveyAll({ image })).toMatchObject({ outcome: 'clean', findings: [] })
})

/** Whose findings are about no bytes of the file, and why. */
const WITHOUT_BYTES: Readonly<Partial<Record<RuleId, string>>> = {
  'findings.not-all-listed': 'it is about the list',
  'replay.extends-file': 'the bytes are not there yet: it names the place where they will be',
}

test.each(Object.entries(images))('%s says which bytes it is about', async (rule, described) => {
  const { findings, size } = await surveyAll(described)
  const own = findings.filter((found) => found.rule === rule)
  expect(own.length).toBeGreaterThan(0)
  for (const { at } of own) {
    expect(Number.isSafeInteger(at.offset) && at.offset >= 0 && at.offset <= size).toBe(true)
    expect(at.length > 0).toBe(!(rule in WITHOUT_BYTES))
  }
})

test('replay.too-many-writes fires where a plan would have more writes than the limit', async () => {
  const image = buildImage(dirty({ updates: ['A', 'B', 'C'].map(mark) }))
  const { scan } = await inspect(image, REPLAY_IDS)
  if (!scan?.active) throw new Error('no active sequence')
  const { writes, findings } = await planWrites(image, scan.region, scan.active, { limit: 2 })
  expect([writes.length, ...findings.map(({ rule }) => rule)]).toEqual([2, TOO_LARGE])
})
