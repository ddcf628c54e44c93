/** The value of a field as it is shown: as the specification counts it, and what that means in words. */
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { type Guid, NIL_GUID } from '../../../engine/bytes/guid.ts'
import type { FieldInfo } from '../../../engine/bytes/struct.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { fieldRole } from '../../../engine/format/field-words.ts'
import { KNOWN_ITEMS } from '../../../engine/format/metadata-items.ts'
import { VHDX_PARENT_LOCATOR } from '../../../engine/format/parent-locator.ts'
import { BAT_REGION, METADATA_REGION } from '../../../engine/format/region-table.ts'
import { hexByte } from '../../hex/hex-rows.ts'

export interface FieldValue {
  readonly text: string
  readonly words?: string | undefined
  /** Text from the file, to be kept apart from the text around it. */
  readonly untrusted?: boolean
}

const KNOWN_GUIDS: ReadonlyMap<Guid, string> = new Map<Guid, string>([
  [NIL_GUID, 'zero'],
  [BAT_REGION, 'BAT'],
  [METADATA_REGION, 'Metadata'],
  [VHDX_PARENT_LOCATOR, 'VHDX parent locator'],
  ...Object.values(KNOWN_ITEMS).map(({ id, name }) => [id, name] as const),
])

function numberValue(field: FieldInfo, value: number | bigint): FieldValue {
  switch (fieldRole(field)) {
    case 'checksum':
      return { text: formatHex(value, field.size * 2) }
    case 'place':
      return { text: formatHex(value), words: formatBytes(value) }
    case 'size':
      return { text: formatCount(value), words: formatBytes(value) }
    case 'plain':
      return { text: value.toString() }
  }
}

function bytesValue(bytes: Uint8Array): FieldValue {
  const set = bytes.reduce((count, byte) => count + (byte === 0 ? 0 : 1), 0)
  const text = `${formatCount(bytes.length)} bytes`
  return { text, words: set === 0 ? 'all zero' : `${formatCount(set)} of them not zero` }
}

export function fieldValue(field: FieldInfo, value: unknown): FieldValue {
  if (value instanceof Uint8Array) return bytesValue(value)
  if (typeof value === 'number' || typeof value === 'bigint') return numberValue(field, value)
  if (typeof value !== 'string') return { text: '' }
  if (field.type !== 'guid') return { text: `“${visibleText(value)}”`, untrusted: true }
  const words =
    field.name === 'logGuid' && value === NIL_GUID ? 'zero: the log is empty' : undefined
  return { text: value, words: words ?? KNOWN_GUIDS.get(value as Guid) }
}

const MOST_BYTES = 16

/** "C0 A2 31 8F", in the order of the file; of long fields the beginning. */
export function rawBytes(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, MOST_BYTES), hexByte).join(' ')
  return bytes.length > MOST_BYTES ? `${shown} …` : shown
}
