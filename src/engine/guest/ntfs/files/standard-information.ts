/** The attribute STANDARD_INFORMATION: the times of a file, and its attributes of DOS and Windows. */
import type { GuestTime, Stat } from '../../guest-files.ts'
import type { Head } from '../../volumes/head.ts'
import { attributesOf, residentValue } from '../../volumes/ntfs-record.ts'
import { STANDARD_INFORMATION } from '../attribute-types.ts'

export interface StandardInformation {
  readonly times: Stat['times']
  /** As bits. */
  readonly attributes: number
  /** What is wrong with it, in a sentence. */
  readonly problem?: string
}

const WORDS: readonly (readonly [bit: number, word: string])[] = [
  [0x1, 'read-only'],
  [0x2, 'hidden'],
  [0x4, 'system'],
  [0x20, 'archive'],
  [0x40, 'device'],
  [0x100, 'temporary'],
  [0x200, 'sparse'],
  [0x400, 'reparse point'],
  [0x800, 'compressed'],
  [0x1000, 'offline'],
  [0x2000, 'not indexed'],
  [0x4000, 'encrypted'],
  [0x8000, 'integrity stream'],
  [0x2_0000, 'not scrubbed'],
  [0x4_0000, 'extended attributes'],
  [0x8_0000, 'pinned'],
  [0x10_0000, 'unpinned'],
  [0x40_0000, 'recall on access'],
]

export const attributeWords = (attributes: number): readonly string[] =>
  WORDS.flatMap(([bit, word]) => ((attributes & bit) === 0 ? [] : [word]))

/** From 1601-01-01 to 1970-01-01, in units of 100 nanoseconds. */
const UNIX_EPOCH = 116_444_736_000_000_000n
/** The year 30828: behind it, Windows takes no time. */
const MAX_TIME = 2n ** 63n
/** With the attributes. */
const MIN_LENGTH = 36

/** Of the base record of a file. */
export function standardInformation(base: Head): StandardInformation {
  for (const attribute of attributesOf(base)) {
    if (attribute.type !== STANDARD_INFORMATION || !attribute.isResident) continue
    const { offset, length } = residentValue(base, attribute)
    if (length < MIN_LENGTH || offset + length > base.length) break
    const [created, modified, changed, accessed] = [0, 8, 16, 24].map((at) =>
      timeOf(base.u64(offset + at)),
    )
    const times = {
      ...(modified && { modified }),
      ...(changed && { changed }),
      ...(accessed && { accessed }),
      ...(created && { created }),
    }
    const isWhole = created && modified && changed && accessed
    return {
      times,
      attributes: base.u32(offset + 32),
      ...(!isWhole && { problem: 'A time of it is none that can be.' }),
    }
  }
  return { times: {}, attributes: 0, problem: 'Its times and attributes cannot be read.' }
}

const timeOf = (fileTime: bigint): GuestTime | undefined =>
  fileTime < MAX_TIME ? { nanoseconds: (fileTime - UNIX_EPOCH) * 100n } : undefined
