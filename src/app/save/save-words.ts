/** A save in words: what is saved, how far it is, how it ended. */

import { formatBytes } from '../../engine/bytes/format.ts'
import { HASH_NAMES, type HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { MIB } from '../../engine/format/layout.ts'
import type { SavePhase } from '../../worker/protocol/protocol.ts'
import { EXPORT_SAMPLE, EXPORT_SAMPLES } from '../../worker/protocol/save.ts'
import type { Pace } from '../store/pace.ts'
import type { SavedImage, StartedSave } from '../store/state.ts'

/** "4 min 29 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${whole % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** "62.1 GiB of 118.4 GiB · 214 MiB/s · 4 min 29 s left". Empty where there are no figures. */
export function progressText({
  done,
  total,
  pace,
}: {
  readonly done: number
  readonly total: number
  readonly pace: Pace | undefined
}): string {
  if (total === 0) return ''
  const amount = `${formatBytes(done)} of ${formatBytes(total)}`
  if (!pace) return amount
  const speed = pace.bytesPerSecond / MIB
  const shown = speed < 10 ? speed.toFixed(1) : Math.round(speed).toString()
  return `${amount} · ${shown} MiB/s · ${formatDuration(pace.secondsLeft)} left`
}

/** What of a disk that is larger than all of them together is compared when there is no hash. */
const PLACES = `${EXPORT_SAMPLES} places of ${formatBytes(EXPORT_SAMPLE)}, spread from its beginning to its end`

export interface SaveWords {
  readonly title: string
  /** Behind the size of the new file; of a disk its format says it. */
  readonly lead?: string
  /** What each phase does, of those that there are. */
  readonly does: Readonly<Record<Exclude<SavePhase, 'plan'>, string>> & {
    readonly plan?: string
  }
  readonly untouched: string
}

export const SAVE_WORDS: Readonly<Record<SavedImage, SaveWords>> = {
  replayed: {
    title: 'Save replayed copy',
    lead: 'this image with its log applied, closed cleanly. The original is not touched.',
    does: {
      check: 'the original is what it was when it was opened',
      write: 'the copy, with the log applied',
      finish: 'the browser examines and renames the file, without figures',
      verify: 'open the copy, compare every byte that was changed',
    },
    untouched: 'the original was not touched',
  },
  salvaged: {
    title: 'Save salvaged copy',
    lead: 'this image as it is shown as salvaged. The original is not touched.',
    does: {
      check: 'the original is what it was when it was opened',
      write: 'the copy, salvaged as it was previewed',
      finish: 'the browser examines and renames the file, without figures',
      verify:
        'open the copy, compare every byte that was changed, and its verdict with the promised one',
    },
    untouched: 'the original was not touched',
  },
  kept: {
    title: 'Export the image',
    lead: 'this image as it is in the workbench, log and all. It stays in the workbench, too.',
    does: {
      check: 'the image is what it was when it was opened',
      write: 'the file, byte by byte as it is',
      finish: 'the browser examines and renames the file, without figures',
      verify: 'open the file, compare its structures and its log',
    },
    untouched: 'the image in the workbench was not touched',
  },
  disk: {
    title: 'Export the disk',
    does: {
      check: 'the image is what it was when it was opened',
      write: 'the disk; runs of zeros are extended where that is possible',
      finish: 'the browser examines and renames the file, without figures',
      verify: `open the file, compare its size and ${PLACES}`,
    },
    untouched: 'the image was not touched',
  },
  image: {
    title: 'Export the disk',
    does: {
      plan: 'find the blocks that hold something, and their places in the new image',
      check: 'the image is what it was when it was opened',
      write: 'the new image; runs of zeros are extended where that is possible',
      finish: 'the browser examines and renames the file, without figures',
      verify: `open the new image, judge it as a whole, compare ${PLACES} of its disk`,
    },
    untouched: 'the image was not touched',
  },
}

/** What a phase does. */
export function phaseText(
  what: SavedImage,
  phase: SavePhase,
  hash: HashAlgorithm | undefined,
): string {
  const text = SAVE_WORDS[what].does[phase] ?? ''
  if (!hash) return text
  const name = HASH_NAMES[hash]
  if (phase === 'write') return `${text}; its ${name} is made on the way, zeros included`
  return phase === 'verify' ? `${text}; then read all of it back, compare its ${name}` : text
}

/** Of a save that went well, behind the size of the new file. */
export const savedText = (
  what: SavedImage,
  {
    size,
    verifiedBytes,
    unreadableBytes,
    hash,
  }: Pick<
    Extract<StartedSave, { status: 'saved' }>,
    'size' | 'verifiedBytes' | 'unreadableBytes' | 'hash'
  >,
): string => {
  const compared = comparedText(what, size, verifiedBytes, hash?.algorithm)
  switch (what) {
    case 'replayed':
      return `closed cleanly; ${compared}`
    case 'salvaged':
      return `salvaged as it was previewed; ${compared}`
    case 'kept':
      return `as it is in the workbench; ${compared}`
    case 'disk':
      return `${compared}${unreadableText(unreadableBytes)}`
    case 'image':
      return `clean and sound; ${compared}${unreadableText(unreadableBytes)}`
  }
}

const unreadableText = (bytes: number): string =>
  bytes === 0
    ? ''
    : ` ${formatBytes(bytes)} of the disk could not be read: there the export has zeros.`

function comparedText(
  what: SavedImage,
  size: number,
  verifiedBytes: number,
  hash: HashAlgorithm | undefined,
): string {
  if (hash) return `all of it was read back and has the ${HASH_NAMES[hash]} of what was written.`
  if (what === 'replayed' || what === 'salvaged') {
    const agent = what === 'replayed' ? 'the replay' : 'the salvage'
    return `${formatBytes(verifiedBytes)} put in place by ${agent} were read back and compared.`
  }
  if (what === 'image') {
    return `${formatBytes(verifiedBytes)} of its disk were read back and compared. The rest was not: choose a hash to have that done.`
  }
  if (what === 'kept') return `${formatBytes(verifiedBytes)} of it were read back and compared.`
  return verifiedBytes === size
    ? 'all of it was read back and compared.'
    : `${formatBytes(verifiedBytes)} of it were read back and compared, ${PLACES}. The rest was not read back: choose a hash to have that done.`
}
