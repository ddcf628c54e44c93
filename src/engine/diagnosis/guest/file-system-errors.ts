/** What the file systems on a disk say of themselves: errors, sizes that cannot be, or only that they were in use. */
import { plural } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import type { GuestLook } from '../../disk/guest-look.ts'
import type { Finding } from '../../findings/finding.ts'
import { messageOf } from '../../findings/finding-words.ts'
import type { RuleId } from '../../findings/rules.ts'
import { volumeName } from '../../guest/volumes/volume-words.ts'
import type { Diagnosis } from '../verdict.ts'
import type { WayId } from '../way-words.ts'
import { checkCommands } from './guest-commands.ts'

const GRAVE: readonly RuleId[] = ['volume.errors', 'volume.larger']
const SLIGHT: readonly RuleId[] = ['volume.unclean', 'volume.smaller']
/** What the tool of a file system can do something about. */
const TO_CHECK: readonly RuleId[] = ['volume.errors', 'volume.unclean']

/** So many findings are told; the list has all. */
const NAMED = 4

/** Errors that are recorded, and sizes that cannot be, degrade; a volume in use or one that has not grown does not. */
export function fileSystemErrors(look: GuestLook, isInOrder: boolean): Diagnosis | undefined {
  const found = foundOf(look, [...GRAVE, ...SLIGHT])
  const [first] = found
  if (!first) return undefined
  const isGrave = GRAVE.includes(first.rule)
  const told = found.slice(0, NAMED)
  const left = found.length - told.length
  return {
    id: 'guest-file-system-errors',
    certainty: 'proven',
    condition: isGrave ? 'degraded' : 'sound',
    sentences: [
      firstSentence(first.rule, isGrave && isInOrder),
      ...told.map((each) => visibleText(messageOf(each))),
      ...(left > 0
        ? [`${plural(left, 'more finding')} of this kind ${left === 1 ? 'is' : 'are'} in the list.`]
        : []),
      ...(told.some(({ rule }) => rule === 'volume.larger') ? [BEFORE_A_REPAIR] : []),
      ...commandsFor(look, told),
    ],
    explains: [...new Set(found.map(({ rule }) => rule))],
    ways: WAYS[first.rule] ?? ['findings'],
  }
}

/** In the order of these rules. */
const foundOf = ({ findings }: GuestLook, rules: readonly RuleId[]): readonly Finding[] =>
  rules.flatMap((wanted) => findings.filter(({ rule }) => rule === wanted))

const BEFORE_A_REPAIR =
  'Before anything repairs it, make the disk of a copy as large as it says: a repair gives up what lies behind the end.'

const WAYS: Readonly<Partial<Record<RuleId, readonly WayId[]>>> = {
  'volume.errors': ['check-copy', 'export', 'findings'],
  'volume.larger': ['export', 'findings'],
  'volume.unclean': ['guest-mounts', 'check-copy'],
  'volume.smaller': ['guest-grows'],
}

function firstSentence(rule: RuleId, isAlone: boolean): string {
  if (isAlone) return 'The VHDX is in order; the file system on it is not.'
  if (GRAVE.includes(rule)) return 'A file system on the disk is not in order either.'
  return rule === 'volume.unclean'
    ? 'A file system was in use when the disk was written to last, as that of any machine that was running.'
    : 'A file system takes less than half of its place: it can grow.'
}

/** For each volume that has to be checked, once. */
function commandsFor({ volumes }: GuestLook, told: readonly Finding[]): ReadonlySet<string> {
  const held = [
    { number: undefined, fileSystem: volumes.fileSystem },
    ...volumes.volumes.map(({ partition: { number }, fileSystem }) => ({ number, fileSystem })),
  ]
  const names = told
    .filter(({ rule }) => TO_CHECK.includes(rule))
    .map(({ values }) => values['volume'])
  return new Set(
    held.flatMap(({ number, fileSystem }) =>
      fileSystem && names.includes(volumeName(number))
        ? checkCommands(fileSystem.kind, number)
        : [],
    ),
  )
}
