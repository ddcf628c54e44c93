/** All that is told of a file’s space: its shares, how the disk is cut up in it, and what a compact copy would have. */
import type { Run } from '../bytes/byte-source.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import type { BlockUse, GuestSpace, VolumeSpace } from '../disk/guest-space.ts'
import { diskSize } from '../disk/layers.ts'
import type { BlockChoice } from '../new-image/block-choice.ts'
import { chooseBlocks } from '../new-image/choose-blocks.ts'
import { type Account, accountFor } from './account.ts'
import type { BlockFacts } from './account-places.ts'
import type { DiskRuns } from './disk-runs.ts'
import { type CompactCopy, estimateCopy, type NeededBlocks } from './estimate.ts'
import type { Look, LookedAt } from './look-at-data.ts'
import type { Mark, ShareMarks } from './share-marks.ts'
import type { ShareBytes } from './share-words.ts'

/** Plain data. Sizes in bytes. */
export interface SpaceAccount {
  /** Of the file. */
  readonly size: number
  /** They add up to `size`. */
  readonly bytes: ShareBytes
  /** Else what seems to be nobody’s may belong to something: a part of the BAT or the log is missing. */
  readonly isKnown: boolean
  /** Whether data were read: zeros were looked for, and what is in space that nobody owns. */
  readonly isLookedAt: boolean
  readonly runs: DiskRuns
  /** The guest’s, by which blocks are in use or free. */
  readonly volumes: readonly VolumeSpace[]
  readonly copy: CompactCopy
}

export interface Accounted {
  readonly account: SpaceAccount
  readonly marks: ShareMarks
  readonly facts: BlockFacts
}

export interface Accountable extends LookedAt {
  readonly guest: GuestSpace
  /** Why nothing of what the guest calls free may be left out; a sentence. */
  readonly whyKept: string | undefined
  /** `undefined` until somebody has asked for it. */
  readonly look: Look | undefined
}

/** Reads the BAT once, and of a chain what maps the disk. Reads no data. The image must have a BAT. Progress in entries. */
export async function accountSpace(given: Accountable, run?: Run): Promise<Accounted> {
  const { charted, layers, guest, whyKept, look } = given
  const { image, isKnown } = charted
  const geometry = image.bat?.geometry
  if (geometry === undefined) throw new RangeError('only an image with a BAT has such an account')
  const facts = factsOf(guest, look?.choice)
  const counted = await accountFor(charted, { ...facts, data: look?.data }, run)
  const { size, bytes, runs, marks } = counted
  const needed = await neededBlocks(given, counted, run)
  return {
    account: {
      size,
      bytes,
      isKnown,
      isLookedAt: look !== undefined,
      runs,
      volumes: guest.volumes,
      copy: estimateCopy({ layers, geometry, guest, whyKept }, needed),
    },
    marks,
    facts,
  }
}

/** Zeros are zeros whatever the guest has there: a copy leaves them out first. */
const factsOf = (
  // Else the linter takes it for a hook of React.
  { useOf: usageOf, mayDrop }: GuestSpace,
  choice: BlockChoice | undefined,
): BlockFacts => ({
  markOf: (block) =>
    choice?.isStored(block) && !choice.isData(block) ? 'zeros' : MARK_OF[usageOf(block)],
  mayDrop,
})

const MARK_OF = {
  free: 'guest-free',
  unknown: 'unknown',
  'in-use': undefined,
} as const satisfies Record<BlockUse, Mark | undefined>

async function neededBlocks(
  { layers, guest, look, charted }: Accountable,
  { held, droppable }: Account,
  run: Run | undefined,
): Promise<NeededBlocks | Refused> {
  if (look?.choice) return { ...countData(look.choice, guest), isExact: true }
  // What a disk without parents has at most the pass over the BAT has counted.
  if (charted.image.bat?.geometry.kind !== 'differencing')
    return { all: held, withoutFree: held - droppable, isExact: false }
  const range = { offset: 0, length: diskSize(layers) }
  const blockSize = charted.image.bat?.geometry.blockSize ?? range.length
  const rules = { range, blockSize, keepsZeros: true }
  const { choice, survey } = await chooseBlocks(layers, rules, { ...run, onProgress: undefined })
  if (survey.missing > 0) return refused('Its parent is not there, and may hold some of the disk.')
  if (look && survey.absent > 0)
    return refused('A parent is a skeleton, which does not say which of its blocks are zero.')
  return { ...countData(choice, guest), isExact: false }
}

function countData(choice: BlockChoice, { mayDrop }: GuestSpace) {
  let [all, withoutFree] = [0, 0]
  for (let block = 0; block < choice.count; block++) {
    if (!choice.isData(block)) continue
    all++
    if (!mayDrop(block)) withoutFree++
  }
  return { all, withoutFree }
}
