/** Where one is in an open file, as the fragment of the address. It never leaves the machine. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatHex } from '../../../engine/bytes/format.ts'
import { LOG_TAB_IDS, type Route, type ShownState, VIEW_IDS } from '../state.ts'
import { formatFingerprint, parseFingerprint } from './fingerprint.ts'
import { formatGuestPlace, readGuestPlace } from './guest-place.ts'

const STATES: readonly ShownState[] = ['before', 'after', 'compare']
const POSITION = /^0x([0-9a-f]{1,8})$/i
const SELECTION = /^0x([0-9a-f]{1,14})\+(\d{1,16})$/i

/** As rules are called; whether there is one of that name the screen says. */
const RULE = /^[a-z0-9-]{1,40}\.[a-z0-9-]{1,60}$/

const isState = (text: string | null): text is ShownState => STATES.some((state) => state === text)

function readSelection(text: string | null): Route['selection'] {
  const match = SELECTION.exec(text ?? '')
  if (!match) return undefined
  const offset = Number.parseInt(match[1] ?? '', 16)
  const length = Number(match[2])
  return Number.isSafeInteger(offset + length) && length > 0 ? { offset, length } : undefined
}

/** Whether the address asks that nothing is remembered. */
export const isEvidenceAddress = (hash: string): boolean => hash === '#evidence'

/**
 * Reads `#/log?tab=history&sel=0x110000+64&state=after`, and `#/disk?at=0x100000+512` of the bytes of the virtual
 * disk, `#/findings?rule=log.dirty` of what is explained, and `#/files?volume=0x100000&path=/etc&name=hosts`. `undefined` where it names no screen.
 */
export function parseRoute(hash: string): Route | undefined {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const view = VIEW_IDS.find((id) => id === path)
  if (view === undefined) return undefined
  // URLSearchParams would read the plus sign as a space.
  const values = new URLSearchParams(query.replaceAll('+', '%2B'))
  const state = values.get('state')
  const rule = values.get('rule') ?? ''
  const entry = view === 'log' ? POSITION.exec(values.get('entry') ?? '')?.[1] : undefined
  const file = parseFingerprint(values.get('file'))
  const guestPlace = view === 'files' ? readGuestPlace(values) : undefined
  const logTab = view === 'log' && LOG_TAB_IDS.find((id) => id === values.get('tab'))
  return {
    view,
    state: isState(state) ? state : 'before',
    selection: readSelection(values.get('sel')),
    ...(view === 'disk' && { diskSelection: readSelection(values.get('at')) }),
    ...(guestPlace && { guestPlace }),
    ...(logTab && { logTab }),
    ...(entry !== undefined && { entryPosition: Number.parseInt(entry, 16) }),
    ...(file && { file }),
    ...(view === 'findings' && RULE.test(rule) && { rule }),
  }
}

const formatRange = ({ offset, length }: ByteRange): string => `${formatHex(offset)}+${length}`

export function formatRoute(route: Route): string {
  const { view, state, selection, diskSelection, logTab = LOG_TAB_IDS[0], rule } = route
  const { entryPosition, file, guestPlace } = route
  const query = [
    ...(view === 'log' && logTab !== LOG_TAB_IDS[0] ? [`tab=${logTab}`] : []),
    ...(view === 'findings' && rule ? [`rule=${rule}`] : []),
    ...(view === 'disk' && diskSelection ? [`at=${formatRange(diskSelection)}`] : []),
    ...(view === 'files' && guestPlace ? formatGuestPlace(guestPlace) : []),
    ...(view === 'log' && entryPosition !== undefined ? [`entry=${formatHex(entryPosition)}`] : []),
    ...(selection ? [`sel=${formatRange(selection)}`] : []),
    ...(state === 'before' ? [] : [`state=${state}`]),
    ...(file ? [`file=${formatFingerprint(file)}`] : []),
  ]
  return `#/${view}${query.length > 0 ? `?${query.join('&')}` : ''}`
}
