/** Every image that breaks a rule has a verdict that says so, and a way out; genuine ones have none. */
import { expect, test } from 'vitest'
import { NodeFile } from '../cli/files/node-file.ts'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { diagnose } from '../engine/diagnosis/diagnose.ts'
import { ways } from '../engine/diagnosis/way-words.ts'
import { severityOf } from '../engine/findings/finding.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { lookFurther } from '../engine/looks/look-further.ts'
import { REAL_IMAGES, realImage } from './images.ts'
import { expectKnownWays } from './looking.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { ruleImages } from './rule-images/rule-images.ts'

async function judge(source: ByteSource) {
  const inspected = await surveyBlocks(await inspect(source, REPLAY_IDS))
  return {
    inspection: inspected.inspection,
    verdict: await diagnose(inspected, { looks: await lookFurther({ inspected }) }),
  }
}

test.each(Object.entries(ruleImages))('an image for %s', async (_, { image }) => {
  const source = image instanceof SparseFile ? image : buildImage(image)
  const { inspection, verdict } = await judge(source)
  const { outcome, findings } = inspection
  const grave = findings.filter(
    (found) => found.counts && found.state !== 'log' && severityOf(found) === 'error',
  )
  if (outcome === 'refused' || grave.length > 0) {
    expect(verdict.condition).not.toBe('sound')
    if (outcome !== 'not-vhdx') expect(verdict.diagnoses).not.toEqual([])
  }
  expect(verdict.sentence).toMatch(/^[A-Z].*\.$/)
  expectKnownWays(verdict)
  for (const { sentences, ways: out } of verdict.diagnoses) {
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z“0-9].*[.”]$/s)
    expect(out.length).toBeGreaterThan(0)
    for (const { id } of out) expect(ways).toHaveProperty([id])
  }
})

test.each(REAL_IMAGES)('the real image %s is sound', async (name) => {
  const path = realImage(name)
  if (path === undefined) return
  const file = await NodeFile.open(path, 'r')
  try {
    expect((await judge(file)).verdict).toMatchObject({ condition: 'sound', diagnoses: [] })
  } finally {
    await file.close()
  }
})
