/** Everything that is looked at behind the first answer: one look for each line. */
import type { Run } from '../bytes/byte-source.ts'
import { AbsentBytes } from '../bytes/held.ts'
import { causesOf, wantedLooks } from '../diagnosis/diagnose.ts'
import { examine } from '../diagnosis/examined.ts'
import { LOOKS, type LookName, type Looks } from '../diagnosis/looks.ts'
import type { ChainReport } from '../disk/chain/chain-report.ts'
import { layersOf } from '../disk/layers.ts'
import type { Layers } from '../disk/map-chain.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { lookAtClaims } from './claims.ts'
import { lookAtGuestDisk } from './guest-disk.ts'
import type { Look, LookedAt } from './look.ts'
import { lookAtLostFiles } from './lost-file-names.ts'
import { lookAtOtherHeader } from './other-header.ts'
import { lookForRandom } from './random-data.ts'
import { findRemains } from './remains.ts'
import { tryWays } from './try-ways.ts'
import { lookAtUnowned } from './unowned.ts'

const LOOK_AT: { readonly [K in LookName]: Look<K> } = {
  otherHeader: lookAtOtherHeader,
  random: lookForRandom,
  unowned: lookAtUnowned,
  remains: findRemains,
  salvage: tryWays,
  guest: lookAtGuestDisk,
  lostFiles: lookAtLostFiles,
  claims: lookAtClaims,
}

export interface ToLookAt {
  /** Looked at again when its blocks have been surveyed. */
  readonly inspected: Inspected
  /** Where parents were looked for: what was found, and all that the disk is read through. */
  readonly chain?: ChainReport | undefined
  readonly parents?: Layers | undefined
  /** Whether the rest of the verdict is wanted though blocks of the disk cannot be read. */
  readonly forgives?: ((error: unknown) => boolean) | undefined
}

/**
 * Takes the looks that can say more than is known, each with what those before it found. Reads a bounded
 * number of bytes besides the tables; of an image that is whole only what its disk is divided into. Never throws
 * on content.
 */
export async function lookFurther(
  { inspected, chain, parents, forgives }: ToLookAt,
  run?: Run,
): Promise<Looks> {
  const examined = await examine(inspected, { chain }, run)
  const layers = parents ? [examined.image, ...parents] : layersOf(examined.image)
  let looks: Looks = {}
  for (const name of LOOKS) {
    const now = { ...examined, looks }
    const causes = causesOf(now)
    if (!wantedLooks(now, causes).includes(name)) continue
    const at = { inspected, layers, examined: now, causes, forgives }
    looks = { ...looks, ...(await take(name, at, looks, run)) }
  }
  return looks
}

/** Of a skeleton it may be that it does not have what has to be read. */
async function take(
  name: LookName,
  at: LookedAt,
  { absent = [] }: Looks,
  run?: Run,
): Promise<Looks> {
  try {
    return { [name]: await LOOK_AT[name](at, run) }
  } catch (error) {
    if (!(error instanceof AbsentBytes)) throw error
    return { absent: [...absent, name] }
  }
}
