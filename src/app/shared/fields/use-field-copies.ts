/** Reads one or two copies of a structure in the state or the states that are shown. */

import type { AnyStruct } from '../../../engine/bytes/struct.ts'
import { useApp } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import { type FieldReading, readFields } from './field-rows.ts'
import type { FieldCopy } from './field-table.tsx'

type Fields = ReadonlyMap<string, FieldReading>

export interface FieldCopyReading {
  readonly copy: FieldCopy
  readonly before: Fields | undefined
  readonly after: Fields | undefined
  /** Why there are no values, if there are none. */
  readonly missing: string | undefined
}

function useFields(table: AnyStruct, copy: FieldCopy | undefined, state: 'before' | 'after') {
  const shown = useApp((app) => app.state)
  const upTo = useApp((app) => (state === 'after' ? app.upTo : undefined))
  const wanted = copy !== undefined && (shown === 'compare' || shown === state)
  const { data, error } = usePage(
    'file.read',
    wanted ? { state, upTo, offset: copy.offset, length: table.size } : undefined,
  )
  const fields = readFields(table, data)
  const short = data !== undefined && fields === undefined
  return { fields, missing: short ? 'past the end of the file' : error?.message }
}

function useCopy(table: AnyStruct, copy: FieldCopy | undefined): FieldCopyReading | undefined {
  const before = useFields(table, copy, 'before')
  const after = useFields(table, copy, 'after')
  return (
    copy && {
      copy,
      before: before.fields,
      after: after.fields,
      missing: before.missing ?? after.missing,
    }
  )
}

export function useFieldCopies(
  table: AnyStruct,
  [first, second]: readonly [FieldCopy, FieldCopy?],
): readonly FieldCopyReading[] {
  return [useCopy(table, first), useCopy(table, second)].filter((copy) => copy !== undefined)
}
