/** Where one is in an open file, as the fragment of the address. It never leaves the machine. */
import { formatHex } from '../../engine/bytes/format.ts'
import { type Route, type ShownState, VIEW_IDS } from './state.ts'

const STATES: readonly ShownState[] = ['before', 'after', 'compare']
const SELECTION = /^0x([0-9a-f]{1,14})\+(\d{1,16})$/i

const isState = (text: string | null): text is ShownState => STATES.some((state) => state === text)

function readSelection(text: string | null): Route['selection'] {
  const match = SELECTION.exec(text ?? '')
  if (!match) return undefined
  const offset = Number.parseInt(match[1] ?? '', 16)
  const length = Number(match[2])
  return Number.isSafeInteger(offset + length) && length > 0 ? { offset, length } : undefined
}

/** Reads `#/log?sel=0x110000+64&state=after`. `undefined` where it names no screen. */
export function parseRoute(hash: string): Route | undefined {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const view = VIEW_IDS.find((id) => id === path)
  if (view === undefined) return undefined
  // URLSearchParams would read the plus sign as a space.
  const values = new URLSearchParams(query.replaceAll('+', '%2B'))
  const state = values.get('state')
  return {
    view,
    state: isState(state) ? state : 'before',
    selection: readSelection(values.get('sel')),
  }
}

export function formatRoute({ view, state, selection }: Route): string {
  const query = [
    ...(selection ? [`sel=${formatHex(selection.offset)}+${selection.length}`] : []),
    ...(state === 'before' ? [] : [`state=${state}`]),
  ]
  return `#/${view}${query.length > 0 ? `?${query.join('&')}` : ''}`
}
