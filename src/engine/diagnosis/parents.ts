/** What a differencing disk is missing: its parent, or the parent as it was. */
import { plural } from '../bytes/format.ts'
import { visibleText } from '../bytes/visible-text.ts'
import { messageOf } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import type { Examined } from './examined.ts'
import type { Diagnosis, DiagnosisId } from './verdict.ts'

/** The rules by which a parent is known to have been written to. */
const CHANGED: readonly RuleId[] = [
  'chain.other-header',
  'chain.parent-changed',
  'chain.parent-written',
]

/** What is wrong with a file that was given as the parent, worst first. */
const LINKS: readonly (readonly [DiagnosisId, readonly RuleId[], string])[] = [
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
  const changes = changed(chain)
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
  // Of a parent that was refused it has been said why it is missing.
  const isSaid = links.length > 0 || chain?.refused.some((file) => file.changed)
  if (isSaid || (chain && chain.missing === undefined)) return [...changes, ...links]
  const paths = (chain?.missing?.paths ?? []).map(({ value }) => visibleText(value))
  const read =
    chain && chain.files.length > 1 ? `, after ${plural(chain.files.length - 1, 'parent')}` : ''
  return [
    ...changes,
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

/** A parent that was written to after its child was made, refused or read nevertheless. */
function changed(chain: Examined['chain']): readonly Diagnosis[] {
  const found = (chain?.findings ?? []).filter(({ finding }) => CHANGED.includes(finding.rule))
  if (chain === undefined || found.length === 0) return []
  const isRead = chain.files.some(({ link }) => link?.accepted)
  const sentence = 'The parent was written to after the child was made'
  return [
    {
      ...INCOMPLETE,
      id: 'parent-changed',
      sentences: [
        isRead
          ? `${sentence}, and is read at your own risk: what is read through it may be torn.`
          : `${sentence}: what is read through it may be torn.`,
        ...found.map(({ finding }) => visibleText(messageOf(finding))),
        'Windows refuses such a chain with 0xC03A000E.',
      ],
      explains: [...CHANGED, 'chain.changed-accepted'],
      ways: isRead ? ['give-parent', 'relink'] : ['give-parent', 'accept-changed', 'relink'],
    },
  ]
}

const INCOMPLETE = {
  certainty: 'proven',
  condition: 'incomplete',
  ways: ['give-parent'],
} as const satisfies Partial<Diagnosis>
