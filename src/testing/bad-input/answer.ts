/** Broken and hostile files: the right answer, at once, for few reads. */
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import type { SparseFile } from '../../engine/compose/sparse-file.ts'
import type { RuleId } from '../../engine/findings/rules.ts'
import { MIB } from '../../engine/format/layout.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import type { Inspection, Outcome } from '../../engine/inspect/inspection.ts'
import { surveyBlocks } from '../../engine/inspect/survey.ts'
import { counting } from '../counting-source.ts'
import { REPLAY_IDS } from '../our-replay.ts'

/** Milliseconds. The files have a log of 1 MiB at most; the machine may be busy. */
const SOON = 1_000
/** Header section, log, tables and BAT, before and after. */
const FEW = 8 * MIB

/** The whole answer, which must not take long nor read much. */
export async function answer(image: SparseFile): Promise<Inspection> {
  const source = counting(image)
  const started = performance.now()
  const { inspection } = await surveyBlocks(await inspect(source, REPLAY_IDS))
  expect(performance.now() - started).toBeLessThan(SOON)
  expect(source.bytesRead).toBeLessThan(FEW)
  return inspection
}

/** `rule` is among the findings. */
export type BadImage = readonly [
  name: string,
  image: ImageDescription,
  outcome: Outcome,
  rule: RuleId,
]

export const checkAnswers = (rows: readonly BadImage[]) =>
  test.each(rows)('%s', async (_, image, outcome, rule) => {
    const inspection = await answer(buildImage(image))
    expect(inspection.outcome).toBe(outcome)
    expect(inspection.findings.map((found) => found.rule)).toContain(rule)
  })
