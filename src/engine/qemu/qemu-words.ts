/** What QEMU does with a file, in sentences. */
import { formatCount, plural } from '../bytes/format.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { header } from '../format/header.ts'
import type { Outcome } from '../inspect/inspection.ts'
import type { QemuPrediction } from './predict.ts'
import { stopWords } from './stop.ts'

/** What is compared, and what of it decides. */
export interface QemuFacts {
  readonly outcome: Outcome
  /** Whether a log is named that has to be replayed. */
  readonly dirty: boolean
  readonly prediction: QemuPrediction
  /** Sectors with other bytes. */
  readonly differing: number
  readonly rightSize: number
  /** The header that is current by the specification. */
  readonly current: 1 | 2 | undefined
}

/** The whole of it, in one sentence. */
export function headline(facts: QemuFacts): string {
  const { outcome, dirty, prediction } = facts
  const { answer, stop, done } = prediction
  const why = stop ? stopWords(stop) : ''
  switch (answer) {
    case 'opens':
      if (outcome === 'refused')
        return 'QEMU opens the image as a clean one, and it must be refused.'
      return dirty
        ? 'QEMU opens the image as a clean one and replays nothing, though its log has to be replayed.'
        : 'QEMU opens the image, and has nothing to replay.'
    case 'replays': {
      const entries = plural(done.length, 'entry', 'entries')
      if (outcome !== 'replayable') {
        return `QEMU replays ${entries} and opens the image, and it must be refused.`
      }
      return isOther(facts)
        ? `QEMU replays ${entries}, and makes another file of the image: ${differenceWords(facts)}.`
        : `QEMU replays ${entries}, and makes the same of the image as MS-VHDX asks for.`
    }
    case 'refuses': {
      const written = refusedAfter(facts)
      return `QEMU does not open the image${written}: ${why}.`
    }
    case 'hangs':
      return `QEMU does not come back from this image: ${why}.`
    case 'unknown':
      return `What QEMU does with this image cannot be said: ${why}.`
  }
}

const isOther = ({ differing, rightSize, prediction }: QemuFacts): boolean =>
  differing > 0 || prediction.size !== rightSize

function differenceWords({ differing, rightSize, prediction }: QemuFacts): string {
  const sectors =
    differing > 0
      ? [`${plural(differing, 'sector')} of 4 KiB ${differing === 1 ? 'differs' : 'differ'}`]
      : []
  const { size } = prediction
  const sizes =
    size === rightSize
      ? []
      : [`the file has ${formatCount(size)} bytes instead of ${formatCount(rightSize)}`]
  return [...sectors, ...sizes].join(', and ')
}

function refusedAfter(facts: QemuFacts): string {
  const { steps, done, search } = facts.prediction
  if (!steps.some(({ kind }) => kind === 'write')) return ''
  const isWhole = done.length === search?.chosen?.entries.length
  if (done.length === 0 && !hasWritten(facts)) return ', after writing new GUIDs into its headers'
  if (!isWhole) return ', and leaves it half replayed'
  return isOther(facts)
    ? ', after it has replayed the log wrongly'
    : ', after it has replayed the log'
}

const hasWritten = ({ prediction }: QemuFacts): boolean =>
  prediction.steps.some((step) => step.kind !== 'flush' && step.cause.kind === 'descriptor')

/** What is true of every replay by QEMU, and of what is left of this one. */
export function notesOn({ prediction, dirty, current }: QemuFacts): readonly string[] {
  const { steps, headers } = prediction
  const copy = headers && headers.current + 1
  const choice =
    copy === undefined || copy === current
      ? []
      : [
          `It goes by header ${copy}, ${current ? `not by header ${current}` : 'where none is current'}.`,
        ]
  if (!headers || steps.length === 0 || !dirty) return choice
  const other = headers.copies[headers.current === 0 ? 1 : 0]
  // A header in memory ends where its reserved bytes begin.
  const padded = new Uint8Array(header.size)
  padded.set(other)
  const hadNoLog = header.decode(padded).logGuid === NIL_GUID
  return [
    ...choice,
    'It gives each of the two headers a new DataWriteGuid, and not the same: a child that names this image as its parent does not find it again.',
    ...(hadNoLog
      ? [
          'The other header has no LogGuid: a crash right behind QEMU’s first header write loses the log for good.',
        ]
      : []),
  ]
}
