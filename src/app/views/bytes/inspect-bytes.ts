/** What the bytes at the caret say when they are read as numbers, a GUID, text or a BAT entry. */
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import { decodeGuid } from '../../../engine/bytes/guid.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import {
  batFileOffsetMB,
  batState,
  PAYLOAD_STATES,
  SECTOR_BITMAP_STATES,
  stateName,
} from '../../../engine/format/bat-entry.ts'
import { BAT_ENTRY_SIZE, MIB } from '../../../engine/format/layout.ts'

export interface Reading {
  readonly name: string
  /** `undefined` where too few bytes are left. */
  readonly value: string | undefined
}

/** As many bytes as the longest reading needs. */
export const INSPECTED_BYTES = 32

const number = (value: number | bigint): string => `${value} = ${formatHex(value)}`

function batReading(view: DataView): string {
  const low = view.getUint32(0, true)
  const high = view.getUint32(4, true)
  const state = batState(low)
  const payload = stateName(PAYLOAD_STATES[state] ?? 'not-present')
  const bitmap = stateName(SECTOR_BITMAP_STATES[state] ?? 'not-present')
  const place = formatBytes(batFileOffsetMB(low, high) * MIB)
  return `${payload} (payload), ${bitmap} (sector bitmap), at ${place}`
}

/** Up to the first NUL. */
function utf16Reading(view: DataView): string {
  let text = ''
  for (let at = 0; at + 1 < view.byteLength; at += 2) {
    const unit = view.getUint16(at, true)
    if (unit === 0) break
    text += String.fromCharCode(unit)
  }
  return `“${visibleText(text)}”`
}

/** `bytes` begin at the caret; readings that need more than there are have no value. */
export function readings(bytes: Uint8Array): readonly Reading[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const read = (name: string, size: number, value: () => string): Reading => ({
    name,
    value: bytes.length >= size ? value() : undefined,
  })
  return [
    read('u8', 1, () => number(view.getUint8(0))),
    read('u16', 2, () => number(view.getUint16(0, true))),
    read('u32', 4, () => number(view.getUint32(0, true))),
    read('u64', 8, () => number(view.getBigUint64(0, true))),
    read('GUID', 16, () => decodeGuid(view, 0)),
    read('UTF-16', 2, () => utf16Reading(view)),
    read('BAT entry', BAT_ENTRY_SIZE, () => batReading(view)),
  ]
}
