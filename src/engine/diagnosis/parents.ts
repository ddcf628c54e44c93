/** What a differencing disk is missing: its parent, or the parent as it was. */
import { plural } from '../bytes/format.ts'
import { visibleText } from '../bytes/visible-text.ts'
import { messageOf } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import type { Examined } from './examined.ts'
import type { Diagnosis, DiagnosisId } from './verdict.ts'

/** What is wrong with a file of the chain, worst first. */
const LINKS: readonly (readonly [DiagnosisId, readonly RuleId[], string])[] = [
  [
    'parent-changed',
    ['chain.parent-changed'],
    'The parent was written to after the child was made: what is read through it may be torn.',
  ],
  [
    'parent-wrong',
    ['chain.wrong-parent', 'chain.sector-size', 'chain.cycle'],
    'The file that was given is not the parent of this one.',
  ],
  ['parent-damaged', ['chain.parent-unreadable'], 'The parent cannot be read.'],
]

export function parents({ chain, image, inspection }: Examined): readonly Diagnosis[] {
  const isChild = image.geometry?.kind === 'differencing'
  if (!isChild || inspection.outcome === 'refused' || inspection.outcome === 'not-vhdx') return []
  const found = (chain?.findings ?? []).map(({ finding }) => finding)
  const links = LINKS.flatMap(([id, rules, sentence]): readonly Diagnosis[] => {
    const [first] = found.filter(({ rule }) => rules.includes(rule))
    return first
      ? [
          {
            ...INCOMPLETE,
            id,
            sentences: [sentence, visibleText(messageOf(first))],
            explains: rules,
          },
        ]
      : []
  })
  if (links.length > 0) return links
  if (chain && chain.missing === undefined) return []
  const paths = (chain?.missing?.paths ?? []).map(({ value }) => visibleText(value))
  const read =
    chain && chain.files.length > 1 ? `, after ${plural(chain.files.length - 1, 'parent')}` : ''
  return [
    {
      ...INCOMPLETE,
      id: 'parent-missing',
      sentences: [
        `This disk is a child, and its parent is not here${read}: what only the parent has cannot be read.`,
        ...(paths.length > 0 ? [`It was last seen as ${paths.join(' or ')}.`] : []),
      ],
      explains: ['chain.parent-missing'],
    },
  ]
}

const INCOMPLETE = {
  certainty: 'proven',
  condition: 'incomplete',
  ways: ['give-parent'],
} as const satisfies Partial<Diagnosis>
