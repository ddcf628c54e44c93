/** Where a file holds data that look random: at places that must hold a structure, and spread over all of it. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { formatHex } from '../bytes/format.ts'
import { lookOf } from '../bytes/held.ts'
import { takeTurn } from '../bytes/pace.ts'
import { isByCopies, mayHaveLostTable, type RandomLook } from '../diagnosis/looks.ts'
import { diskSource } from '../disk/disk-source.ts'
import type { GuestLook } from '../disk/guest-look.ts'
import { FILE_IDENTIFIER_OFFSET, KIB } from '../format/layout.ts'
import type { Image } from '../image/image.ts'
import { findLogRegion } from '../image/log-region.ts'
import type { Look } from './look.ts'

const WINDOW = 4 * KIB
/** So many windows are looked at over the file. */
const WINDOWS = 256
/** A log may begin with anything that was logged: all of so many of its sectors have to look so. */
const LOG_SECTORS = 8
/** Of more runs of random data the first are told. */
const MAX_RUNS = 8

/** Reads at most 1.1 MiB. `undefined` where every place that must hold a structure holds something else. */
export const lookForRandom: Look<'random'> = async ({ inspected, layers, examined }, run) => {
  const { before } = inspected
  const structures: string[] = []
  for (const { name, windows } of placesIn(before)) {
    if (await areRandom(before.source, windows, run)) structures.push(name)
  }
  const isOfDisk = structures.length === 0
  const disk = diskSource(layers)
  for (const { name, windows } of placesOnDisk(examined.looks.guest)) {
    if (await areRandom(disk, windows, run)) structures.push(name)
  }
  return structures.length === 0
    ? undefined
    : { structures, isOfDisk, ...(await spread(before.source, run)) }
}

/** Where a boot record is, and the first copy of a GPT behind it, with sectors of 512 bytes and of 4 KiB alike. */
const TABLE_WINDOWS = [0, WINDOW]

/**
 * What must be on the disk by what is left of it: the copy of a GPT at its end, or file systems whose spare
 * copies are there.
 */
function placesOnDisk(guest: GuestLook | undefined): readonly Place[] {
  const lost = guest?.lost ?? []
  const mustHaveTable = mayHaveLostTable(guest) || lost.some(({ start }) => start > 0)
  return [
    ...(mustHaveTable ? [{ name: 'the partition table of the disk', windows: TABLE_WINDOWS }] : []),
    ...lost.filter(isByCopies).map(({ fileSystem, start }) => ({
      name: `the beginning of ${fileSystem.kind} at ${formatHex(start)} of the disk`,
      windows: [start, start + WINDOW],
    })),
  ]
}

interface Place {
  readonly name: string
  readonly windows: readonly number[]
}

/** A structure that says what it is has not been written over, whatever stands behind it. */
function placesIn({ identity, headers, regionTables, metadata, bat }: Image): readonly Place[] {
  const { current } = headers
  const log = current && findLogRegion(current, Number.MAX_SAFE_INTEGER).region
  return [
    ...(identity.kind === 'vhdx' ? [] : [place('the identifier', FILE_IDENTIFIER_OFFSET)]),
    ...headers.copies
      .filter(({ signature }) => !signature)
      .map(({ copy, at }) => place(`header ${copy}`, at.offset)),
    ...regionTables.copies
      .filter(({ valid, entries }) => !valid && entries.length === 0)
      .map(({ copy, at }) => place(`region table ${copy}`, at.offset)),
    ...(regionTables.metadata && !metadata?.fileParameters
      ? [place('the metadata', regionTables.metadata.offset)]
      : []),
    ...(regionTables.bat
      ? [place('the table of blocks', (bat?.region ?? regionTables.bat).offset)]
      : []),
    ...(log ? [logPlace(log)] : []),
  ]
}

const place = (name: string, offset: number): Place => ({ name, windows: [offset] })

const logPlace = ({ offset, length }: ByteRange): Place => ({
  name: 'the log',
  windows: Array.from(
    { length: LOG_SECTORS },
    (_, i) => offset + Math.floor(((length / WINDOW) * i) / LOG_SECTORS) * WINDOW,
  ),
})

async function areRandom(
  source: ByteSource,
  windows: readonly number[],
  run?: Run,
): Promise<boolean> {
  for (const offset of windows) {
    await takeTurn(run)
    if (offset + WINDOW > source.size) return false
    if ((await lookOf(source, { offset, length: WINDOW })) !== 'random') return false
  }
  return true
}

/** Looks at windows from the first byte to the last. */
async function spread(
  source: ByteSource,
  run?: Run,
): Promise<Omit<RandomLook, 'structures' | 'isOfDisk'>> {
  const sectors = Math.floor(source.size / WINDOW)
  const count = Math.min(WINDOWS, sectors)
  const runs: { offset: number; length: number }[] = []
  let [looked, random, zeros, others, open] = [0, 0, 0, 0, false]
  let firstOther: number | undefined
  for (let i = 0; i < count; i++) {
    await takeTurn(run)
    const sector = count < 2 ? 0 : Math.floor((i * (sectors - 1)) / (count - 1))
    const offset = sector * WINDOW
    const found = await lookOf(source, { offset, length: WINDOW })
    if (found === undefined) continue
    looked++
    if (found === 'zeros') {
      zeros++
      open = false
    } else if (found === 'random') {
      random++
      const last = runs.at(-1)
      if (open && last) last.length = offset + WINDOW - last.offset
      else runs.push({ offset, length: WINDOW })
      open = true
    } else {
      others++
      firstOther ??= offset
      open = false
    }
  }
  return {
    looked,
    random,
    zeros,
    others,
    firstOther,
    runs: runs.slice(0, MAX_RUNS),
    runCount: runs.length,
  }
}
