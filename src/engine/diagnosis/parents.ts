/** What a differencing disk is missing: its parent, or the parent as it was. */
import { plural } from '../bytes/format.ts'
import { visibleText } from '../bytes/visible-text.ts'
import type { ParentPath } from '../disk/chain/chain-file.ts'
import type { ChainReport } from '../disk/chain/chain-report.ts'
import { type Finding, severityOf } from '../findings/finding.ts'
import { messageOf } from '../findings/finding-words.ts'
import type { RuleId } from '../findings/rules.ts'
import type { Examined } from './examined.ts'
import type { Diagnosis } from './verdict.ts'
import type { WayId } from './way-words.ts'

/** The rules by which a parent is known to have been written to. */
const CHANGED: readonly RuleId[] = [
  'chain.other-header',
  'chain.parent-changed',
  'chain.parent-written',
]

const WRONG: readonly RuleId[] = ['chain.wrong-parent', 'chain.sector-size', 'chain.cycle']
const DAMAGED: readonly RuleId[] = [
  'chain.parent-unreadable',
  'chain.parent-damaged',
  'chain.parent-before',
  'chain.parent-salvaged',
]

export function parents({ chain, image, inspection }: Examined): readonly Diagnosis[] {
  const isChild = image.geometry?.kind === 'differencing'
  if (!isChild || inspection.outcome === 'refused' || inspection.outcome === 'not-vhdx') return []
  const faults = chain ? [...changed(chain), ...damaged(chain)] : []
  // Who has to do something about the parent gets its name right on the way.
  const links = chain && faults.length === 0 ? moved(chain) : faults
  const strangers = chain ? wrong(chain) : []
  // Of a parent that was refused it has been said why it is missing.
  const isSaid =
    chain?.refused.some(({ risks }) => risks !== undefined) ||
    (chain && found(chain, ['chain.parent-unreadable']).length > 0)
  if (isSaid || (chain && chain.missing === undefined)) return [...links, ...strangers]
  const paths = (chain?.missing?.paths ?? []).map(({ value }) => visibleText(value))
  const read =
    chain && chain.files.length > 1 ? `, after ${plural(chain.files.length - 1, 'parent')}` : ''
  return [
    ...links,
    {
      ...INCOMPLETE,
      id: 'parent-missing',
      sentences: [
        `This disk is a child, and its parent is not here${read}: what only the parent has cannot be read.`,
        ...(paths.length > 0 ? [`It was last seen as ${paths.join(' or ')}.`] : []),
      ],
      explains: ['chain.parent-missing'],
    },
    ...strangers,
  ]
}

const found = ({ findings }: ChainReport, rules: readonly RuleId[]): readonly Finding[] =>
  findings.map(({ finding }) => finding).filter(({ rule }) => rules.includes(rule))

const inWords = (finding: Finding): string => visibleText(messageOf(finding))

/** A parent that was written to after its child was made, refused or read nevertheless. */
function changed(chain: ChainReport): readonly Diagnosis[] {
  const messages = found(chain, CHANGED).map(inWords)
  if (messages.length === 0) return []
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
        ...messages,
        'Windows refuses such a chain with 0xC03A000E.',
      ],
      explains: [...CHANGED, 'chain.changed-accepted'],
      ways: isRead ? ['give-parent', 'relink'] : ['give-parent', 'accept-changed', 'relink'],
    },
  ]
}

function wrong(chain: ChainReport): readonly Diagnosis[] {
  const [first] = found(chain, WRONG)
  if (!first) return []
  const sentence = 'A file that was given does not belong to this chain.'
  return [
    { ...INCOMPLETE, id: 'parent-wrong', sentences: [sentence, inWords(first)], explains: WRONG },
  ]
}

/** A parent that has damage of its own, or is read as if it had none. */
function damaged(chain: ChainReport): readonly Diagnosis[] {
  const faults = found(chain, DAMAGED)
  if (faults.length === 0) return []
  const isRefused = faults.some(({ rule }) => rule === 'chain.parent-unreadable')
  const isSlight = faults.every(
    (each) => each.rule === 'chain.parent-damaged' && severityOf(each) === 'warning',
  )
  return [
    {
      ...INCOMPLETE,
      id: isRefused ? 'parent-refused' : 'parent-damaged',
      // All of the disk can be read where that can be said of its parents.
      condition: isSlight ? 'degraded' : 'incomplete',
      sentences: [
        isRefused ? 'The parent cannot be read.' : 'A parent of this disk is not in order itself.',
        ...faults.map(inWords),
      ],
      explains: DAMAGED,
      ways: ['give-parent', ...otherReadings(chain)],
    },
  ]
}

/** Parents that are read here, and that Windows looks for under other names. Their bytes are in order. */
function moved({ files }: ChainReport): readonly Diagnosis[] {
  const pairs = files.flatMap(({ name, link }, i) => {
    const child = files[i - 1]
    return child && link?.moved ? [movedWords(child.name, name, link.paths)] : []
  })
  if (pairs.length === 0) return []
  return [
    {
      id: 'parent-moved',
      certainty: 'proven',
      condition: 'sound',
      sentences: [
        'The parent is here, but under another name than its child has for it.',
        ...pairs,
        'Windows looks by these paths only.',
      ],
      explains: [],
      ways: ['rename-parent', 'relink'],
    },
  ]
}

function movedWords(child: string, parent: string, paths: readonly ParentPath[]): string {
  const named = paths.map(({ value }) => visibleText(value)).join(' or ')
  return `${visibleText(child)} names ${named}; the parent is ${visibleText(parent)}.`
}

/** How else a parent that was given can be read. */
function otherReadings({ files, refused }: ChainReport): readonly WayId[] {
  const risks = new Set(
    [...refused, ...files.map(({ link }) => link)].flatMap((at) => at?.risks ?? []),
  )
  return [
    ...(risks.has('before') ? (['parent-before'] as const) : []),
    ...(risks.has('salvaged') ? (['parent-salvaged'] as const) : []),
  ]
}

const INCOMPLETE = {
  certainty: 'proven',
  condition: 'incomplete',
  ways: ['give-parent'],
} as const satisfies Partial<Diagnosis>
