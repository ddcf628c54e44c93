/** What comes out of the recovery behind each crash of an update, held against the states it may give. */
import { expect } from 'vitest'
import type { ByteRange, ByteSource } from '../engine/bytes/byte-source.ts'
import { endOf, overlaps } from '../engine/bytes/ranges.ts'
import { LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { type Preview, preview } from '../engine/update/preview.ts'
import type { Step } from '../engine/update/step.ts'
import { HEADERS } from './compare.ts'
import { momentsOf, subsetsOf, survivorOf } from './crashes.ts'
import { recoverySteps } from './journalling.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { cases } from './thorough.ts'

const SECTOR = LOG_SECTOR_SIZE
/** The headers, and the log of an image whose log has a MiB. */
const UNJUDGED: readonly ByteRange[] = [HEADERS, { offset: MIB, length: MIB }]

/** All that is to be old or new: no headers, no log. */
export async function contentsOf(file: ByteSource): Promise<Uint8Array> {
  const bytes = await file.read(0, file.size)
  for (const range of UNJUDGED) bytes.fill(0, range.offset, endOf(range))
  return bytes
}

export const recoveredFrom = async (survivor: ByteSource): Promise<Preview> =>
  preview(survivor, await recoverySteps(survivor))

export interface CrashedUpdate {
  readonly source: ByteSource
  readonly steps: readonly Step[]
  /** Contents that the recovery may give, in the order in which the update passes through them. */
  readonly states: readonly Uint8Array[]
  /** Bytes of a file beyond which the first state is not looked at: nobody's before the update. */
  readonly oldSize?: number
  /** What a disk keeps or loses as one. */
  readonly pieceSize: number
  /** Up to how many subsets of the pieces all are tried. Default 2^10. */
  readonly all?: number
  /** How many are tried where they are more. Default 20, in a normal run. */
  readonly samples?: number
}

export interface CrashReport {
  readonly crashes: number
  /** For each moment, how many steps are stable and which state that is by itself. */
  readonly moments: readonly { readonly done: number; readonly state: number }[]
  /** How often each state came out of a crash. */
  readonly seen: readonly number[]
}

/**
 * Crashes at every moment of an update and recovers. Each time that gives one of the states, and one
 * between what was stable before the moment and what is behind it; the image is clean, and nothing is
 * wrong with it that is not wrong before or after the whole update.
 */
export async function crashEverywhere(update: CrashedUpdate): Promise<CrashReport> {
  const { source, steps, states, pieceSize, all = 2 ** 10, samples = cases(20) } = update
  const moments = await momentsOf(source, steps, pieceSize)
  const known = new Set([
    ...(await faultsOf(await recoveredFrom(source))),
    ...(await faultsOf(preview(source, steps))),
  ])
  const stable: number[] = []
  for (const moment of moments) {
    const judge = await judgeOf(update, moment.stable)
    const result = await recoveredFrom(moment.stable)
    stable.push(await judge(result, new Set(sectorsOf(result))))
  }
  const seen = states.map(() => 0)
  for (const [index, moment] of moments.entries()) {
    const [least = 0, most = least] = stable.slice(index, index + 2)
    const judge = await judgeOf(update, moment.stable)
    const grows = moment.size > moment.stable.size
    for (const kept of subsetsOf(moment.pieces.length, all, samples)) {
      for (const keepsSize of grows ? [false, true] : [false]) {
        const where = `${moment.done} steps, kept ${kept.map(Number).join('')}, size ${keepsSize}`
        const survivor = survivorOf(moment, kept, keepsSize)
        const result = await recoveredFrom(survivor)
        const state = await judge(result, new Set([...sectorsOf(survivor), ...sectorsOf(result)]))
        expect(state >= least && state <= most, `state ${state}: ${where}`).toBe(true)
        const faults = await faultsOf(result)
        expect(
          faults.filter((fault) => !known.has(fault)),
          where,
        ).toEqual([])
        seen[state] = (seen[state] ?? 0) + 1
      }
    }
  }
  const crashes = seen.reduce((sum, count) => sum + count, 0)
  return {
    crashes,
    seen,
    moments: moments.map(({ done }, i) => ({ done, state: stable[i] ?? -1 })),
  }
}

/** Tells which state a file is in that is `stable` but for the sectors that it says; -1: none of them. */
type Judge = (file: ByteSource, sectors: ReadonlySet<number>) => Promise<number>

/** What is not written is compared once for all the crashes of a moment. */
async function judgeOf({ states, oldSize }: CrashedUpdate, stable: ByteSource): Promise<Judge> {
  const before = await contentsOf(stable)
  const compared = states.map((state, i) => {
    const size = i === 0 ? oldSize : undefined
    const wanted = state.subarray(0, size)
    return { wanted, size: size ?? state.length, differing: differingSectors(before, wanted) }
  })
  return async (file, sectors) => {
    const found = new Map<number, Uint8Array>()
    for (const sector of sectors) {
      const offset = sector * SECTOR
      found.set(offset, await file.read(offset, Math.min(SECTOR, file.size - offset)))
    }
    return compared.findIndex(
      ({ wanted, size, differing }, i) =>
        (file.size === size || (i === 0 && oldSize !== undefined)) &&
        differing.every((sector) => sectors.has(sector)) &&
        [...found].every(([at, bytes]) => {
          const part = wanted.subarray(at, at + bytes.length)
          return Buffer.compare(part, bytes.subarray(0, part.length)) === 0
        }),
    )
  }
}

function differingSectors(a: Uint8Array, b: Uint8Array): readonly number[] {
  const sectors: number[] = []
  for (let at = 0; at < Math.min(a.length, b.length); at += SECTOR) {
    const [one, other] = [a.subarray(at, at + SECTOR), b.subarray(at, at + SECTOR)]
    const length = Math.min(one.length, other.length)
    if (Buffer.compare(one.subarray(0, length), other.subarray(0, length)) !== 0) {
      sectors.push(at / SECTOR)
    }
  }
  return sectors
}

/** The sectors that a preview writes, but for headers and log. */
function* sectorsOf({ extents }: Preview): Generator<number> {
  for (const extent of extents) {
    const end = Math.ceil(endOf(extent) / SECTOR)
    for (let sector = Math.floor(extent.offset / SECTOR); sector < end; sector++) {
      if (!UNJUDGED.some((range) => overlaps(range, { offset: sector * SECTOR, length: SECTOR }))) {
        yield sector
      }
    }
  }
}

/**
 * The rules that an image breaks, but for what a crash leaves by design: traces in headers and log, and a
 * file that has grown by a part of what was written behind its end.
 */
async function faultsOf(image: ByteSource): Promise<readonly string[]> {
  const { inspection } = await inspect(image, REPLAY_IDS)
  const rules = inspection.findings.map(({ rule }) => rule)
  return [
    ...(inspection.outcome === 'clean' ? [] : [inspection.outcome]),
    ...rules.filter((rule) => !/^(header|log)\.|^file\.size-unaligned$/.test(rule)),
  ]
}
