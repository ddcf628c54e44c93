/** Inspections of the app's own samples, for tests of what the screens make of them. */
import { guid } from '../engine/bytes/guid.ts'
import type { SampleId } from '../engine/compose/sample-id.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { diagnose } from '../engine/diagnosis/diagnose.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import type { Opened } from '../worker/protocol/file.ts'

export async function inspectSample(sample: SampleId): Promise<Opened> {
  const { source } = buildSample(sample)
  const fileWriteGuid = guid('0f7d3c1e-5a55-4a5e-9b1d-2f0c6b7a8d90')
  const inspected = await inspect(source, { fileWriteGuid })
  const verdict = await diagnose(await surveyBlocks(inspected))
  return { ...inspected.inspection, verdict, salvage: undefined }
}
