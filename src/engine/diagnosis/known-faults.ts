/** What known programs did to the image, and rules that are broken for no known reason. */
import { plural } from '../bytes/format.ts'
import { messageOf, severityOf } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
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
    ways: ['repaired', 'findings'],
  }
}

/** Errors that nothing else explains, in an image whose disk can be read nevertheless. */
export function rulesBroken(
  { inspection }: Examined,
  explained: ReadonlySet<RuleId>,
): Diagnosis | undefined {
  const broken = inspection.findings.filter(
    // An entry that was torn is what a log is for.
    (found) =>
      found.counts &&
      found.state !== 'log' &&
      severityOf(found) === 'error' &&
      !explained.has(found.rule),
  )
  const [first] = broken
  if (!first || inspection.outcome === 'refused' || inspection.outcome === 'not-vhdx')
    return undefined
  const rules = [...new Set(broken.map(({ rule }) => rule))]
  return {
    id: 'rules-broken',
    certainty: 'proven',
    condition: 'degraded',
    sentences: [
      `${plural(rules.length, 'rule')} of the format ${rules.length === 1 ? 'is' : 'are'} broken, and all of the disk can be read nevertheless.`,
      messageOf(first),
    ],
    explains: rules,
    ways: ['findings'],
  }
}
