/** An entry of a guest's directory for a terminal, and for programs. */
import { visibleJson } from '../../engine/bytes/visible-text.ts'
import { timeText } from '../../engine/files/time-words.ts'
import type { DirectoryEntry, NodeKind, Stat } from '../../engine/guest/guest-files.ts'
import { printable } from '../printable.ts'

const KIND_LETTERS: Readonly<Record<NodeKind, string>> = {
  file: '-',
  directory: 'd',
  link: 'l',
  fifo: 'p',
  socket: 's',
  'character-device': 'c',
  'block-device': 'b',
}

/** As `attrib` of Windows calls them; in this order, each at its own place. */
const ATTRIBUTE_LETTERS: readonly (readonly [word: string, letter: string])[] = [
  ['read-only', 'R'],
  ['hidden', 'H'],
  ['system', 'S'],
  ['archive', 'A'],
  ['compressed', 'C'],
  ['sparse', 'P'],
  ['encrypted', 'E'],
]

/** A name for a terminal: one in which `/` is cannot pass for two. */
export const printableName = (name: string): string => printable(name).replaceAll('/', '\\/')

/** As `ls -l` has it; `name` is what is printed last, and harmless. */
export function longLine(name: string, stat: Stat): string {
  const { kind, permissions, attributes = [], links, owner, size, device, times, target } = stat
  const modified = times.modified ? timeText(times.modified, true) : ''
  return [
    KIND_LETTERS[kind] +
      (permissions === undefined ? attributeLetters(attributes) : modeLetters(permissions)),
    `${links ?? '-'}`.padStart(4),
    (owner ? `${owner.user}:${owner.group}` : '-').padStart(11),
    `${device ? device.join(', ') : size}`.padStart(14),
    modified.padEnd(20),
    name + (target === undefined ? '' : ` -> ${printable(target)}`),
  ].join(' ')
}

const attributeLetters = (attributes: readonly string[]): string =>
  ATTRIBUTE_LETTERS.map(([word, letter]) => (attributes.includes(word) ? letter : '-'))
    .join('')
    .padEnd(9)

/** Nine letters; the three bits above them change those of who may execute. */
function modeLetters(mode: number): string {
  const special = [
    [mode & 0o4000, 's'],
    [mode & 0o2000, 's'],
    [mode & 0o1000, 't'],
  ] as const
  return special
    .map(([isSet, letter], i) => {
      const bits = mode >> (6 - 3 * i)
      const executes = (bits & 1) !== 0
      const last = isSet ? (executes ? letter : letter.toUpperCase()) : executes ? 'x' : '-'
      return `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${last}`
    })
    .join('')
}

/** One line of JSON; what each field means is in docs/guest-files.md. `path` are the names from the root on. */
export function entryJson(
  path: readonly string[],
  { node, at }: Pick<DirectoryEntry, 'node'> & Partial<DirectoryEntry>,
  stat: Stat | { readonly reason: string },
): string {
  const place = { path, node, ...(at && { entry: at }) }
  if ('reason' in stat) return visibleJson({ ...place, problems: [stat.reason] }, 0)
  const { kind, size, allocated, times, links, permissions, owner, device, record } = stat
  const { attributes, target, streams, problems } = stat
  return visibleJson(
    {
      ...place,
      kind,
      size: exact(size),
      allocated: exact(allocated),
      times: Object.fromEntries(
        Object.entries(times).map(([name, time]) => [name, timeText(time)]),
      ),
      links,
      permissions: permissions?.toString(8).padStart(4, '0'),
      owner,
      attributes,
      target,
      device,
      streams: streams?.map((stream) => ({ name: stream.name, size: exact(stream.size) })),
      record,
      problems,
    },
    0,
  )
}

/** A number where JSON’s readers have it exactly. */
export const exact = (value: bigint): number | string =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString()
