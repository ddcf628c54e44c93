/** In which of its facts a file differs between two states. */
import type { GuestTime, Stat } from '../guest/guest-files.ts'

/** In the words of `Stat`. */
export const STAT_FACTS = [
  'kind',
  'size',
  'allocated',
  'modified',
  'changed',
  'accessed',
  'created',
  'links',
  'permissions',
  'owner',
  'attributes',
  'target',
  'device',
  'streams',
] as const
export type StatFact = (typeof STAT_FACTS)[number]

/** Where its record lies, and what is damaged of it, are no facts of the file. In the order of `STAT_FACTS`. */
export const differingFacts = (before: Stat, after: Stat): readonly StatFact[] =>
  STAT_FACTS.filter((fact) => factOf(before, fact) !== factOf(after, fact))

/** As text, equal where the facts are. */
function factOf(stat: Stat, fact: StatFact): string | bigint | number | undefined {
  switch (fact) {
    case 'modified':
    case 'changed':
    case 'accessed':
    case 'created':
      return timeOf(stat.times[fact])
    case 'owner':
      return stat.owner && `${stat.owner.user}:${stat.owner.group}`
    case 'attributes':
      return stat.attributes?.join('\0')
    case 'device':
      return stat.device?.join(':')
    case 'streams':
      return stat.streams?.map(({ name, size }) => `${size} ${name}`).join('\0')
    default:
      return stat[fact]
  }
}

const timeOf = (time: GuestTime | undefined): string | undefined =>
  time && `${time.nanoseconds}${time.isLocal ? ' local' : ''}`
