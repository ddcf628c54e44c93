/** What of a damaged file can be made whole by what the file itself proves: bytes to be put in place. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { type BatRepair, repairBat, repairedTable, tableSize } from '../producers/bat-repair.ts'
import { batRepairText } from '../producers/bat-repair-text.ts'
import { repairHeaders } from '../producers/header-repair.ts'
import type { Inspected } from './inspect.ts'

/** csv and json tell what changes and why; only of a BAT. */
export type RepairFormat = 'raw' | 'csv' | 'json'

export type Repair =
  | {
      readonly part: 'headers'
      readonly bytes: Uint8Array
      /** Where pieces of the raw export belong, one behind the other. */
      readonly places: readonly ByteRange[]
    }
  | {
      readonly part: 'bat'
      readonly repair: BatRepair
      readonly places: readonly ByteRange[]
      /** Whether it belongs into the replayed copy, and not into the file as it is. */
      readonly afterReplay: boolean
    }

/** `undefined` where nothing is damaged, or nothing proves how it should be. */
export async function findRepair(
  { before, update, scan }: Inspected,
  run?: Run,
): Promise<Repair | undefined> {
  const headers = repairHeaders(before.headers, before.source.size)
  if (headers?.bytes) return { part: 'headers', bytes: headers.bytes, places: headers.places }
  const image = update?.after ?? before
  const repair = scan && (await repairBat({ image, scan }, run))
  if (!repair || repair.changes.length === 0) return undefined
  const { offset } = repair.bat.region
  const length = Math.min(tableSize(repair.bat), image.source.size - offset)
  return { part: 'bat', repair, places: [{ offset, length }], afterReplay: update !== undefined }
}

/** The export, piece by piece. Throws a `RangeError` for a list of changes of headers. */
export async function* repairPieces(
  { before, update }: Inspected,
  found: Repair,
  format: RepairFormat,
  run?: Run,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (found.part === 'headers') {
    if (format !== 'raw') throw new RangeError('of headers there is no list of changes')
    yield found.bytes
  } else if (format === 'raw') {
    yield* repairedTable((update?.after ?? before).source, found.repair, run)
  } else {
    yield asciiOf(batRepairText(found.repair, format))
  }
}

/** The text has no other characters. */
const asciiOf = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0))
