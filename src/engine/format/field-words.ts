/** What a field's name says about how to show it; the same in summaries, places and the views. */
import { formatBytes, formatHex, upperFirst } from '../bytes/format.ts'
import type { FieldInfo } from '../bytes/struct.ts'

/** Field names as the specification writes them: "fileWriteGuid" is FileWriteGuid. */
export const specName = (field: string): string => upperFirst(field)

/** A place and a checksum are shown in hex, a size in bytes with its unit. */
export type FieldRole = 'place' | 'size' | 'checksum' | 'plain'

/** By the end of the name, which the specification uses alike everywhere. */
export function fieldRole({ name }: Pick<FieldInfo, 'name'>): FieldRole {
  if (/checksum$/i.test(name)) return 'checksum'
  if (/(offset|^tail)$/i.test(name)) return 'place'
  return /(length|size)$/i.test(name) ? 'size' : 'plain'
}

/** A field's value as text: offsets and checksums in hex, sizes in IEC units, the rest as it is. */
export function fieldText(field: Pick<FieldInfo, 'name' | 'size'>, value: unknown): string {
  if (value instanceof Uint8Array) {
    return value.every((byte) => byte === 0)
      ? `${value.length} zero bytes`
      : `${value.length} bytes`
  }
  if (typeof value === 'string') return value
  if (typeof value !== 'number' && typeof value !== 'bigint') return String(value)
  switch (fieldRole(field)) {
    case 'checksum':
      return formatHex(value, field.size * 2)
    case 'place':
      return formatHex(value)
    case 'size':
      return formatBytes(value)
    case 'plain':
      return value.toString()
  }
}
