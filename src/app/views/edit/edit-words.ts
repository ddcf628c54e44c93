/** An edit in words: what it changes, and to what. */

import { formatBytes, formatHex, plural } from '../../../engine/bytes/format.ts'
import type { AnyStruct } from '../../../engine/bytes/struct.ts'
import {
  FULLY_PRESENT,
  PAYLOAD_STATES,
  SECTOR_BITMAP_STATES,
  stateName,
} from '../../../engine/format/bat-entry.ts'
import { isSectorBitmap } from '../../../engine/format/bat-index.ts'
import { specName } from '../../../engine/format/field-words.ts'
import { ITEM_TABLES } from '../../../engine/format/metadata-items.ts'
import { regionTableEntry } from '../../../engine/format/region-table.ts'
import type { Geometry } from '../../../engine/image/metadata/geometry.ts'
import type { Edit } from '../../../engine/journal/edit.ts'
import { fieldValue, rawBytes } from '../../shared/fields/field-value.ts'
import type { FieldValues } from './subjects.ts'

export interface EditWords {
  /** "BAT[17]". */
  readonly what: string
  /** "FULLY_PRESENT at 29 MiB". May hold text that somebody else wrote. */
  readonly to: string
}

const valuesText = (table: AnyStruct, values: FieldValues): string =>
  table.fields
    .flatMap((field) => {
      const value = values[field.name]
      if (value === undefined) return []
      const { text, words } = fieldValue(field, value)
      return [`${specName(field.name)} ${text}${words ? ` (${words})` : ''}`]
    })
    .join(', ')

function batText(
  { index, state, fileOffsetMB }: Extract<Edit, { kind: 'bat-entry' }>,
  geometry: Geometry | undefined,
): string {
  const states = isSectorBitmap(geometry, index) ? SECTOR_BITMAP_STATES : PAYLOAD_STATES
  const name = stateName(states[state] ?? 'not-present')
  return state >= FULLY_PRESENT || fileOffsetMB > 0 ? `${name}, FileOffsetMB ${fileOffsetMB}` : name
}

export function editWords(edit: Edit, geometry: Geometry | undefined): EditWords {
  switch (edit.kind) {
    case 'bat-entry':
      return { what: `BAT[${edit.index}]`, to: batText(edit, geometry) }
    case 'metadata-item': {
      const table = ITEM_TABLES[edit.item]
      return { what: table.name, to: valuesText(table, edit.values) }
    }
    case 'region-entry': {
      const to = valuesText(regionTableEntry, edit.values as FieldValues)
      return { what: `Region table entry ${edit.index}`, to }
    }
    case 'parent-locator':
      return { what: 'Parent locator', to: plural(edit.pairs.length, 'pair') }
    case 'bytes':
      return {
        what: `${formatBytes(edit.bytes.length)} at ${formatHex(edit.offset)}`,
        to: rawBytes(edit.bytes),
      }
  }
}
