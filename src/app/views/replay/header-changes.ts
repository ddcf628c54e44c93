/** What the replay makes of a header, field by field: the part that is not in the log. */
import { NIL_GUID } from '../../../engine/bytes/guid.ts'
import { type Header, header } from '../../../engine/format/header.ts'

export interface HeaderChange {
  /** As MS-VHDX writes it. */
  readonly field: string
  readonly before: string
  readonly after: string
}

type Shown = Exclude<keyof Header, 'signature' | 'checksum' | 'reserved'>

const FIELDS: readonly (readonly [Shown, string])[] = [
  ['sequenceNumber', 'SequenceNumber'],
  ['fileWriteGuid', 'FileWriteGuid'],
  ['dataWriteGuid', 'DataWriteGuid'],
  ['logGuid', 'LogGuid'],
  ['logVersion', 'LogVersion'],
  ['version', 'Version'],
  ['logLength', 'LogLength'],
  ['logOffset', 'LogOffset'],
]

const text = (value: Header[Shown]): string => (value === NIL_GUID ? 'zero' : value.toString())

/** Of two readings of the same 4 KiB; what is too short to be a header has no fields. */
export function headerChanges(before: Uint8Array, after: Uint8Array): readonly HeaderChange[] {
  if (before.length < header.size || after.length < header.size) return []
  const old = header.decode(before)
  const later = header.decode(after)
  return FIELDS.flatMap(([name, field]) =>
    old[name] === later[name] ? [] : [{ field, before: text(old[name]), after: text(later[name]) }],
  )
}
