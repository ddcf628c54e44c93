/** What can be edited in a form: a structure with its fields, and the edit that new values make. */
import type { AnyStruct, FieldInfo } from '../../../engine/bytes/struct.ts'
import {
  batEntry,
  PAYLOAD_STATES,
  SECTOR_BITMAP_STATES,
  stateName,
} from '../../../engine/format/bat-entry.ts'
import { ITEM_TABLES } from '../../../engine/format/metadata-items.ts'
import { type RegionTableEntry, regionTableEntry } from '../../../engine/format/region-table.ts'
import type { BatEntry } from '../../../engine/image/bat/bat.ts'
import type { Metadata } from '../../../engine/image/metadata/metadata.ts'
import type { Edit, FieldValue, FixedItemName } from '../../../engine/journal/edit.ts'

export type FieldValues = Readonly<Record<string, FieldValue>>

export interface Subject {
  /** Another one is another form. */
  readonly key: string
  readonly table: AnyStruct
  /** Those that can be changed in a form. */
  readonly fields: readonly FieldInfo[]
  /** On disk. */
  readonly current: FieldValues
  /** On disk, or as the pending edits leave it: what the form begins with. */
  readonly latest: FieldValues
  /** For a field with names for its values: all of them, by value. */
  readonly choices: Readonly<Record<string, readonly string[]>>
  /** `values` are those of the fields that differ from `latest`. */
  readonly edit: (values: FieldValues) => Edit
}

/** Reserved bits can be set as bytes; a form is for what means something. */
const fieldsOf = ({ fields }: AnyStruct): readonly FieldInfo[] =>
  fields.filter(({ name }) => name !== 'reserved')

export const ITEM_NAMES = Object.keys(ITEM_TABLES) as readonly FixedItemName[]

function itemValues(metadata: Metadata, item: FixedItemName): FieldValues | undefined {
  if (item === 'fileParameters') return metadata.fileParameters
  const value = metadata[item]
  return value === undefined ? undefined : { [item]: value }
}

/** `undefined` where the image has no such item that can be read. */
export function itemSubject(
  metadata: Metadata | undefined,
  item: FixedItemName,
  edits: readonly Edit[],
): Subject | undefined {
  const current = metadata && itemValues(metadata, item)
  if (!current) return undefined
  const table = ITEM_TABLES[item]
  let latest = current
  for (const edit of edits) {
    if (edit.kind === 'metadata-item' && edit.item === item) latest = { ...latest, ...edit.values }
  }
  const fields = fieldsOf(table)
  const edit = (values: FieldValues): Edit => ({ kind: 'metadata-item', item, values })
  return { key: item, table, fields, current, latest, choices: {}, edit }
}

export function regionSubject(
  index: number,
  entry: RegionTableEntry,
  edits: readonly Edit[],
): Subject {
  const current: FieldValues = { ...entry }
  let latest = current
  for (const edit of edits) {
    if (edit.kind === 'region-entry' && edit.index === index) {
      latest = { ...latest, ...(edit.values as FieldValues) }
    }
  }
  return {
    key: `region ${index}`,
    table: regionTableEntry,
    fields: fieldsOf(regionTableEntry),
    current,
    latest,
    choices: {},
    edit: (values) => ({ kind: 'region-entry', index, values }),
  }
}

export function batSubject(entry: BatEntry, edits: readonly Edit[]): Subject {
  const { index, fileOffsetMB } = entry
  const states: readonly string[] = entry.kind === 'payload' ? PAYLOAD_STATES : SECTOR_BITMAP_STATES
  const current = { state: states.indexOf(entry.state), fileOffsetMB }
  const pending = edits.findLast((edit) => edit.kind === 'bat-entry' && edit.index === index)
  const latest =
    pending?.kind === 'bat-entry'
      ? { state: pending.state, fileOffsetMB: pending.fileOffsetMB }
      : current
  const number = (value: FieldValue | undefined, otherwise: number): number =>
    typeof value === 'number' ? value : otherwise
  return {
    key: `bat ${index}`,
    table: batEntry,
    fields: fieldsOf(batEntry),
    current,
    latest,
    choices: {
      state: (entry.kind === 'payload' ? PAYLOAD_STATES : SECTOR_BITMAP_STATES).map(stateName),
    },
    edit: ({ state, fileOffsetMB: place }) => ({
      kind: 'bat-entry',
      index,
      state: number(state, latest.state),
      fileOffsetMB: number(place, latest.fileOffsetMB),
    }),
  }
}
