/** What known programs did to the image, and rules that are broken for no known reason. */
import { plural } from '../bytes/format.ts'
import { severityOf } from '../findings/finding.ts'
import { messageOf } from '../findings/finding-words.ts'
import { type RuleId, rules } from '../findings/rules.ts'
import type { Examined } from './examined.ts'
import type { Diagnosis } from './verdict.ts'

/** Blocks have the places of their neighbours; what the log proves of them can be repaired. */
export function shiftedBat({ of }: Examined): Diagnosis | undefined {
  const [found] = of('producer.qemu-shifted-bat')
  if (!found) return undefined
  return {
    id: 'shifted-bat',
    certainty: Number(found.values['proven'] ?? 0) > 0 ? 'proven' : 'likely',
    condition: 'damaged',
    sentences: ['QEMU has mixed up where blocks of the disk are.', messageOf(found)],
    explains: ['producer.qemu-shifted-bat', 'producer.qemu-shifted-bitmap'],
    ways: ['salvage-bat-shifted-back', 'repaired', 'findings'],
  }
}

/** What nothing else explains: a rule for which the file is refused, or errors that no reader leans on. */
export function rulesBroken(
  { inspection }: Examined,
  explained: ReadonlySet<RuleId>,
): Diagnosis | undefined {
  const { outcome, findings, before, refusal } = inspection
  if (outcome === 'not-vhdx') return undefined
  if (outcome === 'refused') {
    if (refusal === undefined || explained.size > 0) return undefined
    return {
      ...BROKEN,
      condition: before.bat ? 'damaged' : 'unreadable',
      sentences: [`${rules[refusal.rule].title}.`, messageOf(refusal)],
      explains: [refusal.rule],
      ways: before.bat ? ['export-before', 'findings'] : ['findings', 'original'],
    }
  }
  const broken = findings.filter(
    // An entry that was torn is what a log is for.
    (found) =>
      found.counts &&
      found.state !== 'log' &&
      severityOf(found) === 'error' &&
      !explained.has(found.rule),
  )
  const [first] = broken
  if (!first) return undefined
  const ids = [...new Set(broken.map(({ rule }) => rule))]
  return {
    ...BROKEN,
    condition: 'degraded',
    sentences: [
      `The image breaks ${plural(ids.length, 'rule')} of the format, and all of the disk can be read nevertheless.`,
      messageOf(first),
    ],
    explains: ids,
    ways: ['findings'],
  }
}

const BROKEN = { id: 'rules-broken', certainty: 'proven' } as const satisfies Partial<Diagnosis>
