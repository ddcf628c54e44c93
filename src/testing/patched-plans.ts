/** Plans of every kind that a patch has to hold: each way of salvage, and edits through the log. */
import { expect } from 'vitest'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { GIB, KIB, MIB, REGION_TABLE_OFFSETS } from '../engine/format/layout.ts'
import { journalEdits } from '../engine/journal/edit-preview.ts'
import { makePlanPatch, type PatchedPlan } from '../engine/patch/make-patch.ts'
import type { Patch } from '../engine/patch/patch.ts'
import type { SalvagePlan } from '../engine/salvage/plan-salvage.ts'
import type { TriedWayId } from '../engine/salvage/salvage-words.ts'
import { sizeAfter } from '../engine/update/step.ts'
import { numberedGuid } from './chain-files.ts'
import { writeLikeQemu } from './qemu-shift.ts'
import {
  BAT_AT,
  lostHeaders,
  lostMetadata,
  lostTables,
  NOT_CLOSED,
  placing,
  SALVAGED_DISK,
  TORN,
  zeroed,
} from './salvage-images.ts'
import { SALVAGE_IDS, salvage, surveyed } from './salvaging.ts'

const spoilt = { checksum: 1 }
const RUBBISH = { checksum: 1, reserved: new Uint8Array(100).fill(7) }

const CLOSED: ImageDescription = {
  ...SALVAGED_DISK,
  headers: [{ logGuid: NIL_GUID }, { logGuid: NIL_GUID }],
  log: { entries: [placing(3, 7)] },
}

/** An image that each way applies to. */
export const SALVAGED_BY: Readonly<Record<TriedWayId, () => SparseFile>> = {
  identifier: () => zeroed(SALVAGED_DISK, [0, 8]),
  'second-region-table': () => zeroed(SALVAGED_DISK, [REGION_TABLE_OFFSETS[0], 64 * KIB]),
  'second-header': () => buildImage({ ...SALVAGED_DISK, headers: [spoilt, {}] }),
  lengthened: () => buildImage({ ...SALVAGED_DISK, fileSize: 6 * MIB + 4096 + 100 }),
  'by-other-header': () =>
    buildImage({
      ...SALVAGED_DISK,
      headers: [{ logGuid: NIL_GUID }, { logGuid: numberedGuid(9) }],
    }),
  'log-up-to': () => buildImage(TORN),
  'headers-anew': () => lostHeaders(),
  'bat-from-log': () => zeroed(CLOSED, [BAT_AT, 64 * KIB]),
  'headers-repaired': () =>
    buildImage({ ...SALVAGED_DISK, headers: [RUBBISH, { ...RUBBISH, sequenceNumber: 9n }] }),
  'bat-shifted-back': () => writeLikeQemu(20 * GIB, [7, 0, 300]).image,
  // The last entry is left.
  'bat-linear': () =>
    zeroed({ ...SALVAGED_DISK, virtualDiskSize: 4 * MIB, kind: 'fixed' }, [BAT_AT, 24]),
  'region-tables-anew': () => lostTables(),
  'metadata-anew': () => lostMetadata(),
  'without-log': () => buildImage(TORN),
}

/** An image, and what is to be done to it. */
export interface PlannedFile<Plan extends PatchedPlan = PatchedPlan> {
  readonly file: SparseFile
  readonly plan: Plan
}

export async function salvagedBy(
  way: TriedWayId,
  values: Readonly<Record<string, string>> = {},
): Promise<PlannedFile<SalvagePlan>> {
  const file = SALVAGED_BY[way]()
  return { file, plan: await salvage(file, [way], values) }
}

/** A plan in which a log that was proven is applied besides. */
export async function salvagedWithLog(): Promise<PlannedFile> {
  const file = buildImage({ ...NOT_CLOSED, headers: [spoilt, spoilt] })
  return { file, plan: await salvage(file, ['headers-anew'], { log: 'proven' }) }
}

/** As `relink` does: a parent locator that is written through the log. */
export async function relinked(): Promise<PlannedFile> {
  const file = buildImage({
    ...SALVAGED_DISK,
    kind: 'differencing',
    parent: {
      pairs: [
        ['parent_linkage', `{${numberedGuid(1)}}`],
        ['relative_path', 'a.vhdx'],
      ],
    },
  })
  const pairs = [
    ['parent_linkage', `{${numberedGuid(2)}}`],
    ['relative_path', '.\\b.vhdx'],
  ] as const
  const ids = { ...SALVAGE_IDS, logGuid: numberedGuid(3), sequenceNumber: 7n }
  const edits = [{ kind: 'parent-locator', pairs }] as const
  const { steps } = await journalEdits(await surveyed(file), edits, ids)
  return { file, plan: { steps, sizeAfter: sizeAfter(file.size, steps) } }
}

export const patchOfPlan = ({ file, plan }: PlannedFile): Promise<Patch> =>
  makePlanPatch(file, plan, SALVAGE_IDS.fileWriteGuid)

export const contentOf = (source: ByteSource): Promise<Uint8Array> => source.read(0, source.size)

export const expectSame = (one: Uint8Array, other: Uint8Array): void =>
  expect(Buffer.compare(one, other)).toBe(0)
