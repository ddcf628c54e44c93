/** What the engine makes of an image: the answer, and the file after a replay. */
import { guid } from '../engine/bytes/guid.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import type { RuleId } from '../engine/findings/rules.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import type { Outcome } from '../engine/inspect/inspection.ts'
import { applyTo } from '../engine/update/apply.ts'
import { copyTo } from '../engine/update/copy.ts'
import { preview } from '../engine/update/preview.ts'

/** Tests need one; the app takes a fresh one for each replay. */
export const REPLAY_IDS = { fileWriteGuid: guid('b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e') }

export interface OurReplay {
  readonly outcome: Outcome
  /** For which rule the file is refused. */
  readonly refusal: RuleId | undefined
  /** The image, replayed in place where that is right, else as it was. */
  readonly file: SparseFile
}

export async function ourReplay(image: SparseFile): Promise<OurReplay> {
  const { inspection, update } = await inspect(image, REPLAY_IDS)
  const file = image.clone()
  if (update) await applyTo(file, update.plan.steps)
  return { outcome: inspection.outcome, refusal: inspection.refusal?.rule, file }
}

/** A replayed copy. Of an image that is not replayed, a plain one. */
export async function ourCopy(image: SparseFile): Promise<SparseFile> {
  const { update } = await inspect(image, REPLAY_IDS)
  const copy = new SparseFile()
  await copyTo(copy, preview(image, update?.plan.steps ?? []))
  return copy
}
