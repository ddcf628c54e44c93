/** The rows of a field table: each field of a structure with the bytes it was read from. */

import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatHex } from '../../../engine/bytes/format.ts'
import type { AnyStruct, FieldInfo } from '../../../engine/bytes/struct.ts'
import { type FieldValue, fieldValue, rawBytes } from './field-value.ts'

/** Which bytes of the structure a field has; of a bit field those that hold its bits. */
export function bytesOf({ offset, size, bits }: FieldInfo): ByteRange {
  if (!bits) return { offset, length: size }
  const first = Math.floor(bits.from / 8)
  return { offset: offset + first, length: Math.ceil((bits.from + bits.count) / 8) - first }
}

/** One field in one copy and one state. */
export interface FieldReading {
  readonly value: FieldValue
  readonly raw: string
  /** Of the field alone, bits included: equal texts mean equal fields. */
  readonly identity: string
}

/** All fields of the structure at the start of `bytes`; `undefined` where they are too few. */
export function readFields(
  table: AnyStruct,
  bytes: Uint8Array | undefined,
): ReadonlyMap<string, FieldReading> | undefined {
  if (bytes === undefined || bytes.length < table.size) return undefined
  const values: Readonly<Record<string, unknown>> = table.decode(bytes)
  return new Map(
    table.fields.map((field) => {
      const { offset, length } = bytesOf(field)
      const part = bytes.subarray(offset, offset + length)
      const value = fieldValue(field, values[field.name])
      const identity = field.bits ? value.text : part.join()
      return [field.name, { value, raw: rawBytes(part), identity }]
    }),
  )
}

/** "+0x08", or "+0x04 bit 1" of a field that has bits of a word. */
export function placeText({ offset, bits }: FieldInfo): string {
  const at = `+${formatHex(offset, 2)}`
  if (!bits) return at
  const last = bits.from + bits.count - 1
  return bits.count === 1 ? `${at} bit ${bits.from}` : `${at} bits ${bits.from}–${last}`
}

export const sizeText = ({ size, bits }: FieldInfo): string =>
  bits ? `${bits.count} b` : `${size}`
