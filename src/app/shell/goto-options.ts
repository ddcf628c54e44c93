/** What the goto box offers for a typed text: the place itself, structures, screens. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatHex, upperFirst } from '../../engine/bytes/format.ts'
import type { Inspection, State } from '../../engine/inspect/inspection.ts'
import { layoutOf } from '../shared/layout/layout.ts'
import { GOTO_FORMS } from '../store/navigation/goto.ts'
import type { ViewId } from '../store/state.ts'
import { DISK_GOTO_FORMS } from '../views/disk/disk-goto.ts'

export type GotoOption =
  | { readonly kind: 'place'; readonly label: string; readonly text: string }
  /** Of the virtual disk. */
  | { readonly kind: 'disk'; readonly label: string; readonly text: string }
  | {
      readonly kind: 'structure'
      readonly label: string
      readonly hint: string
      readonly range: ByteRange
    }
  | { readonly kind: 'view'; readonly label: string; readonly view: ViewId }

const contains = (label: string, typed: string): boolean =>
  label.toLowerCase().includes(typed.toLowerCase())

/** Starts like an offset, or has the form of a named place. */
const looksLikePlace = (typed: string): boolean => /^[+-]?\d|^[a-z]+\s*:/i.test(typed)

/** Of what the places that can be named with a colon are; without a name, and some names, both. */
const OF_THE_DISK = ['', 'lba', 'block', 'part']
const OF_THE_FILE_TOO = ['', 'lba', 'block']

/** On the screen of the disk, a place of it comes first, and its namesake of the file after it. */
function places(text: string, view: ViewId): readonly GotoOption[] {
  if (!looksLikePlace(text)) return []
  const name = nameIn(text)
  const isOfDisk = OF_THE_DISK.includes(name)
  const file = { kind: 'place', label: `Go to ${text}`, text } as const
  const disk = { kind: 'disk', label: `Go to ${text} of the disk`, text } as const
  if (isOfDisk && !OF_THE_FILE_TOO.includes(name)) return [disk]
  if (!isOfDisk || view !== 'disk') return [file]
  return [disk, { ...file, label: `Go to ${text} in the file` }]
}

const nameIn = (text: string): string => (/^([a-z]+)\s*:/i.exec(text)?.[1] ?? '').toLowerCase()

/** What can be typed; on the screen of the disk what has two meanings is named by that of the disk. */
export const gotoForms = (view: ViewId): typeof GOTO_FORMS =>
  view === 'disk'
    ? [...DISK_GOTO_FORMS, ...GOTO_FORMS.filter(({ form }) => !OF_THE_DISK.includes(nameIn(form)))]
    : GOTO_FORMS

interface Shown {
  readonly state: State
  /** All that can be shown, and the one that is. */
  readonly viewIds: readonly ViewId[]
  readonly view: ViewId
}

export function gotoOptions(
  typed: string,
  inspection: Inspection,
  { state, viewIds, view }: Shown,
): readonly GotoOption[] {
  const text = typed.trim()
  const structures =
    inspection.outcome === 'not-vhdx'
      ? []
      : layoutOf(inspection, state)
          .filter(({ kind, name }) => kind !== 'blocks' && contains(name, text))
          .map(({ name, offset, length }) => ({
            kind: 'structure' as const,
            label: name,
            hint: formatHex(offset),
            range: { offset, length },
          }))
  const views = viewIds
    .filter((id) => contains(id, text))
    .map((id) => ({
      kind: 'view' as const,
      label: `Show ${upperFirst(id)}`,
      view: id,
    }))
  return [...places(text, view), ...structures, ...views]
}
