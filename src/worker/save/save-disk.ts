/** A raw image of the virtual disk, from the check of the source to the proof of the export. */

import { firstDifference } from '../../engine/bytes/first-difference.ts'
import { readAhead } from '../../engine/bytes/read-ahead.ts'
import { COPY, notAsPlanned } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import type { OpenFile } from '../file/open-file.ts'
import {
  EXPORT_SAMPLE as SAMPLE,
  EXPORT_SAMPLES as SAMPLES,
  type SaveResult,
  type SaveTarget,
} from '../protocol/save.ts'
import type { CallRun } from '../rpc.ts'
import { checkPart, type DiskExport } from './disk-export.ts'
import { save } from './saving.ts'

/** Samples that are on their way while one is compared. */
const AHEAD = 7

/** Writes into the target as `save.copy` does. */
export async function saveDisk(
  open: OpenFile,
  part: DiskExport,
  target: SaveTarget,
  run: CallRun,
): Promise<SaveResult> {
  const survey = await part.survey({ signal: run.signal })
  checkPart(survey)
  const saved = await save(open, target, run, {
    parts: async (partRun) => ({
      // What is hashed is read here, and not only by the browser.
      parts: part.parts(partRun, target.hash && ((range) => open.readHere(range))),
      size: part.range.length,
    }),
    verify: (copy, _, { signal, onProgress }) =>
      compare(copy, part, (done, total) => {
        signal?.throwIfAborted()
        onProgress?.(done, total)
      }),
  })
  return { ...saved, unreadableBytes: survey.unreadable }
}

/** Both ends of the export, and places between them, are read back. Gives how many bytes that were. */
async function compare(
  copy: Blob,
  part: DiskExport,
  onDone: (done: number, total: number) => void,
): Promise<number> {
  const { length } = part.range
  if (copy.size !== length) throw failed(`it has ${copy.size} bytes instead of ${length}`)
  const source = blobSource(copy, COPY)
  const places = placesIn(length)
  const total = places.reduce((sum, at) => sum + Math.min(SAMPLE, length - at), 0)
  let done = 0
  const sampleAt = async (at: number) => {
    const size = Math.min(SAMPLE, length - at)
    const [expected, found] = await Promise.all([part.read(at, size), source.read(at, size)])
    return { at, expected, found }
  }
  for await (const { at, expected, found } of readAhead(places, AHEAD, sampleAt)) {
    const differs = firstDifference(expected, found)
    if (differs !== undefined) throw failed(`the byte at ${at + differs} is another one`)
    done += found.length
    onDone(done, total)
  }
  return done
}

/** Spread evenly, each once. */
function placesIn(length: number): readonly number[] {
  const count = Math.min(SAMPLES, Math.ceil(length / SAMPLE))
  const last = Math.max(0, length - SAMPLE)
  if (length <= SAMPLES * SAMPLE) return Array.from({ length: count }, (_, i) => i * SAMPLE)
  return Array.from({ length: count }, (_, i) => Math.floor((last * i) / (count - 1)))
}

const failed = (what: string) => notAsPlanned(`The export is not as planned: ${what}`)
