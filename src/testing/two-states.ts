/** Images with a log, in both states: as they are, and as the replay leaves them. */
import { statesOf, type TwoStates } from '../engine/affected/changed-disk.ts'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { isZero } from '../engine/bytes/is-zero.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import type {
  BatChanges,
  BlockDescription,
  Patch,
  UpdateDescription,
} from '../engine/compose/description.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import type { Layers } from '../engine/disk/map-chain.ts'
import { inspect } from '../engine/inspect/inspect.ts'

/** `undefined` where there is nothing to replay. */
export async function twoStates(
  source: ByteSource,
  parents: Layers = [],
): Promise<TwoStates | undefined> {
  return statesOf(await inspect(source, { fileWriteGuid: NIL_GUID }), parents)
}

const MIB = 1024 * 1024
const SECTOR = 4096
/** Where the payload of a small image begins. */
const PAYLOAD = 4 * MIB
/** So many sectors of a block that differ the log writes in their place; of more it names another block. */
const FEW = 4

/**
 * An image whose disk is `before`, and is `after` when its log is replayed. Both are equally long, of whole MiB, which are
 * the blocks.
 */
export function imageBetween(before: Uint8Array, after: Uint8Array): SparseFile {
  const count = before.length / MIB
  const blocks: BlockDescription[] = []
  const patches: Patch[] = []
  const updates: UpdateDescription[] = []
  const bat: Record<number, BatChanges[number]> = {}
  let end = PAYLOAD + count * MIB
  for (let block = 0; block < count; block++) {
    const range = [block * MIB, (block + 1) * MIB] as const
    const [old, now] = [before.subarray(...range), after.subarray(...range)]
    if (!isZero(old)) {
      blocks.push({ block, fileOffsetMB: PAYLOAD / MIB + block })
      patches.push({ at: PAYLOAD + range[0], bytes: old })
    }
    const differing = sectorsOf(old, now)
    if (differing.length > FEW || (isZero(old) && differing.length > 0)) {
      patches.push({ at: end, bytes: now })
      bat[block] = { state: 'fully-present', fileOffsetMB: end / MIB }
      end += MIB
    } else {
      for (const at of differing) {
        const fileOffset = BigInt(PAYLOAD + range[0] + at)
        updates.push({ kind: 'data', fileOffset, bytes: now.slice(at, at + SECTOR) })
      }
    }
  }
  if (Object.keys(bat).length > 0) updates.push({ kind: 'bat', changes: bat })
  return buildImage({
    virtualDiskSize: before.length,
    blocks,
    patches,
    fileSize: end,
    log: { entries: [{ updates, flushedFileOffset: 0n, lastFileOffset: 0n }] },
  })
}

const sectorsOf = (old: Uint8Array, now: Uint8Array): readonly number[] =>
  Array.from({ length: old.length / SECTOR }, (_, i) => i * SECTOR).filter(
    (at) => Buffer.compare(old.subarray(at, at + SECTOR), now.subarray(at, at + SECTOR)) !== 0,
  )
