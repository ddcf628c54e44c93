/** What QEMU would do with the file, beside what MS-VHDX asks for. */
import type { Run } from '../bytes/byte-source.ts'
import { type Inspected, isDirty } from '../inspect/inspect.ts'
import { nameRange } from '../places/name-range.ts'
import { namingParts } from '../places/naming-parts.ts'
import { countBatErrors } from './bat-check.ts'
import { compareResults } from './compare-results.ts'
import { explain } from './divergence.ts'
import { PLACEHOLDER_IDS, predictQemu, resultOf } from './predict.ts'
import { MAX_LISTED, type QemuReport } from './qemu-answer.ts'
import { entriesOf, entryOf, reasonsOf, writesOf } from './qemu-lists.ts'
import { headline, notesOn, type QemuFacts } from './qemu-words.ts'
import { qemuSays, stopWords } from './stop.ts'
import { zeroExtended } from './zero-extended.ts'

/**
 * Reads the log as QEMU does, and compares what that makes of the file with what the specification
 * asks for. The cost follows the log.
 */
export async function readAsQemu(inspected: Inspected, run?: Run): Promise<QemuReport> {
  const { before, scan, update, inspection } = inspected
  const { source } = before
  const prediction = await predictQemu(source, scan, PLACEHOLDER_IDS, run)
  const right = update
    ? { steps: update.plan.steps, size: update.plan.sizeAfter }
    : { steps: [], size: source.size }
  const compared = await compareResults(source, right, prediction, run)
  const why = explain({ scan, replayable: update !== undefined, prediction })
  const differences = compared.list.map((each) => ({ ...each, reason: why(each) }))
  const image = update?.after ?? before
  const naming = await namingParts(image, differences.slice(0, MAX_LISTED), run)
  const { answer, stop, disk, steps } = prediction
  const result = zeroExtended(resultOf(source, prediction))
  const facts = {
    outcome: inspection.outcome,
    dirty: isDirty(before),
    prediction,
    differing: compared.sectors,
    rightSize: right.size,
    current: before.headers.current?.copy,
  }
  return {
    answer,
    headline: headline(facts),
    stop: stop && { code: stop.code, says: qemuSays(stop), sentence: stopWords(stop) },
    diverges: doesDiverge(facts),
    ...entriesOf(prediction),
    ...writesOf(prediction),
    changesHeaders: steps.some((step) => step.kind === 'write' && step.cause.kind === 'header'),
    sizeBefore: source.size,
    sizeAfter: prediction.size,
    rightSize: right.size,
    differences: differences.slice(0, MAX_LISTED).map(({ offset, length, reason, ...each }) => ({
      offset,
      length,
      reason,
      what: nameRange(naming, { offset, length }),
      ours: entryOf(each.ours),
      theirs: entryOf(each.theirs),
    })),
    differingSectors: compared.sectors,
    complete: compared.complete,
    reasons: reasonsOf(differences, facts),
    notes: notesOn(facts),
    batErrors: disk && (await countBatErrors(result, prediction.size, disk, run)),
  }
}

/**
 * Of a log that can be replayed: QEMU makes another file of it, or does not open it. Of one that must
 * not be: it writes something, or opens the image.
 */
function doesDiverge({ outcome, dirty, prediction, differing, rightSize }: QemuFacts): boolean {
  const { answer, size } = prediction
  if (!dirty || answer === 'unknown') return false
  const isOther = differing > 0 || size !== rightSize
  if (outcome === 'replayable') return isOther || answer !== 'replays'
  return isOther || answer === 'replays' || answer === 'opens'
}
