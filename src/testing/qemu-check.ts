/** A prediction beside what the installed qemu-img does: the same answer, and the same bytes to the last one. */
import { existsSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { type Header, header } from '../engine/format/header.ts'
import { HEADER_OFFSETS, MIB } from '../engine/format/layout.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { countBatErrors } from '../engine/qemu/bat-check.ts'
import {
  PLACEHOLDER_IDS,
  predictQemu,
  type QemuPrediction,
  resultOf,
} from '../engine/qemu/predict.ts'
import type { QemuIds } from '../engine/qemu/qemu-headers.ts'
import { qemuSays } from '../engine/qemu/stop.ts'
import { zeroExtended } from '../engine/qemu/zero-extended.ts'
import { writeRange } from '../engine/update/step.ts'
import { firstDifference } from './compare.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { qemuImg } from './qemu.ts'
import { writeImage } from './write-image.ts'

/** In memory where this system has that: QEMU waits for the disk after each sector. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
/** For what is predicted to hang, and for everything else, in milliseconds. */
const HANG_LIMIT = 700
const LIMIT = 30_000
/** QEMU writes zeros at some 70 MiB a second: what takes it longer than the limit is not waited for. */
const MOST_WRITTEN = 512 * MIB

const bytesIn = ({ steps }: QemuPrediction): number =>
  steps.reduce((sum, step) => sum + (step.kind === 'write' ? writeRange(step).length : 0), 0)

export interface Compared {
  readonly prediction: QemuPrediction
  /** Both as text, to be the same: answer, message, and where the files differ first. */
  readonly predicted: string
  readonly real: string
}

/** Runs qemu-img on a copy of `image`. */
export async function compareWithQemu(image: SparseFile): Promise<Compared> {
  // As the app does it, by a scan that is there already.
  const { scan } = await inspect(image, REPLAY_IDS)
  const first = await predictQemu(image, scan)
  // What the file system of the day decides is not asked of this one.
  const takesTooLong = first.answer !== 'hangs' && bytesIn(first) > MOST_WRITTEN
  if (first.answer === 'unknown' || takesTooLong) {
    return { prediction: first, predicted: '', real: '' }
  }
  const folder = await mkdtemp(join(FOLDER, 'vhdx-inspector-'))
  try {
    const path = join(folder, 'image.vhdx')
    await writeImage(path, image)
    const limit = first.answer === 'hangs' ? HANG_LIMIT : LIMIT
    const { status, stdout, stderr } = await qemuImg(
      ['check', '-f', 'vhdx', '-r', 'all', path],
      limit,
    )
    const { bytes, size } = await readBeginning(path)
    const answers: Compared[] = []
    // The log may have written over the one header or the other.
    for (const intact of [0, 1] as const) {
      const prediction = await predictQemu(image, scan, idsIn(bytes, first, intact))
      const answer = await compare(image, prediction, { status, stdout, stderr, bytes, size })
      if (answer.real === answer.predicted) return answer
      answers.push(answer)
    }
    return answers[0] ?? { prediction: first, predicted: 'an answer', real: '' }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Ended {
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
  readonly bytes: Uint8Array
  readonly size: number
}

async function compare(
  image: SparseFile,
  prediction: QemuPrediction,
  { status, stdout, stderr, bytes, size }: Ended,
): Promise<Compared> {
  const { answer, stop } = prediction
  const result = resultOf(image, prediction)
  const ours = await result.read(0, Math.min(result.size, MOST_READ))
  const says = stop && qemuSays(stop)
  // What it has written of an endless run of zeros when it is stopped is nobody's to say.
  const isCut = stop?.code === 'zero-run'
  const difference = isCut ? undefined : firstDifference(ours, bytes)
  const isOther = difference !== undefined || (!isCut && size !== result.size)
  const place = isOther ? ` differs at ${difference}, ${size} bytes for ${result.size}` : ''
  const isOpened = answer === 'replays' || answer === 'opens'
  const { disk } = prediction
  const errors = disk && (await countBatErrors(zeroExtended(result), result.size, disk))
  return {
    prediction,
    predicted: isOpened
      ? `opened, ${errors} errors`
      : answer === 'hangs'
        ? 'hangs'
        : `refused: ${says}`,
    real: `${realAnswer(status, stdout, stderr, says)}${place}`,
  }
}

/** Files that a log has made larger than this end in zeros. */
const MOST_READ = 64 * MIB

async function readBeginning(path: string) {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const bytes = new Uint8Array(Math.min(size, MOST_READ))
    await file.read(bytes, 0, bytes.length, 0)
    return { bytes, size }
  } finally {
    await file.close()
  }
}

/** Of `qemu-img check`: it could not open the image. */
const CANNOT_OPEN = 1

function realAnswer(
  status: number | undefined,
  stdout: string,
  stderr: string,
  says: string | undefined,
): string {
  if (status === undefined) return 'hangs'
  if (status !== CANNOT_OPEN) {
    const [, errors = '0'] = /(\d+) errors were found on the image/.exec(stdout) ?? []
    return `opened, ${errors} errors`
  }
  return `refused: ${says !== undefined && stderr.includes(says) ? says : stderr.trim()}`
}

/** The GUIDs that QEMU has made up, from where they must stand. */
function idsIn(bytes: Uint8Array, { headers, steps }: QemuPrediction, intact: 0 | 1): QemuIds {
  if (!headers || steps.length === 0) return PLACEHOLDER_IDS
  const copy = (index: 0 | 1): Header => {
    const at = HEADER_OFFSETS[index]
    // QEMU can cut a file right behind the fields of its second header.
    const whole = new Uint8Array(header.size)
    whole.set(bytes.subarray(at, at + header.size))
    return header.decode(whole)
  }
  const [current, other] = [copy(headers.current), copy(headers.current === 0 ? 1 : 0)]
  return {
    fileWriteGuid: copy(intact).fileWriteGuid,
    dataWriteGuids: [other.dataWriteGuid, current.dataWriteGuid],
  }
}
