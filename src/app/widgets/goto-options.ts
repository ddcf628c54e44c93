/** What the goto box offers for a typed text: the place itself, structures, screens. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatHex } from '../../engine/bytes/format.ts'
import type { Inspection, State } from '../../engine/inspect/inspection.ts'
import type { ViewId } from '../store/state.ts'
import { layoutOf } from '../views/overview/layout.ts'

export type GotoOption =
  | { readonly kind: 'place'; readonly label: string; readonly text: string }
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

const title = (view: ViewId): string => view.charAt(0).toUpperCase() + view.slice(1)

export function gotoOptions(
  typed: string,
  inspection: Inspection,
  state: State,
  viewIds: readonly ViewId[],
): readonly GotoOption[] {
  const text = typed.trim()
  const place = looksLikePlace(text)
    ? [{ kind: 'place' as const, label: `Go to ${text}`, text }]
    : []
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
    .filter((view) => contains(view, text))
    .map((view) => ({
      kind: 'view' as const,
      label: `Show ${title(view)}`,
      view,
    }))
  return [...place, ...structures, ...views]
}
