/** Findings about space that nobody owns, with a look at what it holds. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { holdsZeros } from '../../bytes/held.ts'
import { endOf } from '../../bytes/ranges.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import type { Listing } from '../../findings/listing.ts'
import { MIB } from '../../format/layout.ts'

/** What is read in order to know, of each piece of space and in all. */
const LOOKED_AT = 16 * MIB
const LOOKED_AT_IN_ALL = 64 * MIB
/** Less than this of zeros is worth no word: QEMU begins its blocks 4 MiB behind the tables. */
const QUIET_ZEROS = 8 * MIB

const CONTENTS = {
  data: 'there are data in it',
  zeros: 'all of it is zero',
  unknown: 'not all of it was looked at, and what was is zero',
} as const
type Content = keyof typeof CONTENTS
/** What a finding about space says of its `content` where there is something. */
export const DATA_THERE = CONTENTS.data

/**
 * Tells of the pieces of `free`, in order. A piece of less than a MiB can only be the file's ragged
 * end, which `file.size-unaligned` tells of.
 */
export async function spaceFindings(
  source: ByteSource,
  free: Iterable<ByteRange>,
  listing: Listing,
  run?: Run,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  let left = LOOKED_AT_IN_ALL
  for (const range of free) {
    if (range.length < MIB) continue
    const look = Math.min(range.length, LOOKED_AT, left)
    left -= look
    const content = await contentOf(source, range, look, run)
    if (content === 'zeros' && range.length <= QUIET_ZEROS) continue
    const rule = endOf(range) >= source.size ? 'space.trailing' : 'space.unreferenced'
    if (!listing.take(rule)) continue
    findings.push(finding(rule, range, { ...range, content: CONTENTS[content] }))
  }
  return findings
}

/** Looks at the first `look` bytes of `range`. What a skeleton does not tell of them was not looked at. */
async function contentOf(
  source: ByteSource,
  range: ByteRange,
  look: number,
  run?: Run,
): Promise<Content> {
  let isSeen = look === range.length
  for (let done = 0; done < look; done += MIB) {
    run?.signal?.throwIfAborted()
    const length = Math.min(MIB, look - done)
    const isEmpty = await holdsZeros(source, { offset: range.offset + done, length })
    if (isEmpty === undefined) isSeen = false
    else if (!isEmpty) return 'data'
  }
  return isSeen ? 'zeros' : 'unknown'
}
