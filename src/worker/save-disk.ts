/** A raw image of the virtual disk, from the check of the source to the proof of the export. */
import { MIB } from '../engine/format/layout.ts'
import { CallError } from './client.ts'
import { checkPart, type DiskExport } from './disk-export.ts'
import { blobSource } from './files.ts'
import type { OpenFile } from './open-file.ts'
import type { SaveResult } from './protocol.ts'
import type { CallRun } from './rpc.ts'
import { save } from './saving.ts'

/** Both ends of the export, and places between them, are read back. */
const SAMPLES = 64
const SAMPLE = MIB

/** Writes into `target`, a new and empty file, as `saveCopy` does. */
export async function saveDisk(
  open: OpenFile,
  part: DiskExport,
  target: FileSystemFileHandle,
  run: CallRun,
): Promise<SaveResult> {
  const survey = await part.survey({ signal: run.signal })
  checkPart(survey)
  const saved = await save(open, target, run, {
    parts: async (partRun) => ({ parts: part.parts(partRun), size: part.range.length }),
    verify: (copy, _, { signal, onProgress }) =>
      compare(copy, part, (done, total) => {
        signal?.throwIfAborted()
        onProgress?.(done, total)
      }),
  })
  return { ...saved, unreadableBytes: survey.unreadable }
}

/** Gives how many bytes were compared. */
async function compare(
  copy: Blob,
  part: DiskExport,
  onDone: (done: number, total: number) => void,
): Promise<number> {
  const { length } = part.range
  if (copy.size !== length) throw failed(`it has ${copy.size} bytes instead of ${length}`)
  const source = blobSource(copy)
  const places = placesIn(length)
  const total = places.reduce((sum, at) => sum + Math.min(SAMPLE, length - at), 0)
  let done = 0
  for (const at of places) {
    const size = Math.min(SAMPLE, length - at)
    const [expected, found] = await Promise.all([part.read(at, size), source.read(at, size)])
    const differs = found.findIndex((byte, index) => byte !== expected[index])
    if (differs >= 0) throw failed(`the byte at ${at + differs} is another one`)
    done += size
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

const failed = (what: string): CallError =>
  new CallError('verify-failed', `The export is not as planned: ${what}. It must not be used.`)
