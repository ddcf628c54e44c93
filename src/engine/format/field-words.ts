/** What a field's name says about how to show it; the same in summaries, places and the views. */
import type { FieldInfo } from '../bytes/struct.ts'

/** Field names as the specification writes them: "fileWriteGuid" is FileWriteGuid. */
export const specName = (field: string): string => field.charAt(0).toUpperCase() + field.slice(1)

/** A place and a checksum are shown in hex, a size in bytes with its unit. */
export type FieldRole = 'place' | 'size' | 'checksum' | 'plain'

/** By the end of the name, which the specification uses alike everywhere. */
export function fieldRole({ name }: Pick<FieldInfo, 'name'>): FieldRole {
  if (/checksum$/i.test(name)) return 'checksum'
  if (/(offset|^tail)$/i.test(name)) return 'place'
  return /(length|size)$/i.test(name) ? 'size' : 'plain'
}
