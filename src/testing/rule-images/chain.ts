/** Files for each rule about how a chain fits together. */
import type { ImageDescription } from '../../engine/compose/description.ts'
import type { chainRules } from '../../engine/findings/catalogue/chain.ts'
import { numberedGuid, parentOf } from '../chain-files.ts'
import { disk, mark } from '../marks.ts'
import type { RuleImage } from './rule-image.ts'

const PARENT = numberedGuid(1)
const CHILD = numberedGuid(2)

const child = disk({ ...parentOf(PARENT), dataWriteGuid: CHILD })
const parent = (changes: Partial<ImageDescription> = {}): ImageDescription =>
  disk({ dataWriteGuid: PARENT, ...changes })

/** The GUID in the headers, of which the second is current. */
const twoGuids = (first: number, second: number): ImageDescription =>
  parent({
    headers: [{ dataWriteGuid: numberedGuid(first) }, { dataWriteGuid: numberedGuid(second) }],
  })

export const chainImages = {
  'chain.parent-missing': { image: child, parents: [] },
  'chain.wrong-parent': {
    image: child,
    parents: [parent({ dataWriteGuid: numberedGuid(3) })],
    also: ['chain.parent-missing'],
  },
  'chain.parent-changed': {
    image: child,
    parents: [twoGuids(3, 4)],
    also: ['chain.parent-missing'],
  },
  'chain.other-header': {
    image: child,
    parents: [twoGuids(1, 4)],
    also: ['chain.parent-missing'],
  },
  'chain.parent-written': {
    // The first parent is called so.
    image: disk({ ...parentOf(PARENT, 'parent 0'), dataWriteGuid: CHILD }),
    parents: [parent({ dataWriteGuid: numberedGuid(3) })],
    also: ['chain.parent-missing'],
  },
  'chain.changed-accepted': {
    image: child,
    parents: [twoGuids(1, 4)],
    acceptsChange: true,
    also: ['chain.other-header'],
  },
  'chain.sector-size': {
    image: child,
    parents: [parent({ logicalSectorSize: 4096 })],
    also: ['chain.parent-missing'],
  },
  'chain.parent-unreadable': {
    image: child,
    // A child itself, and says no parent.
    parents: [parent({ kind: 'differencing' })],
    also: ['chain.parent-damaged', 'chain.parent-missing'],
  },
  'chain.parent-damaged': {
    image: child,
    parents: [parent({ bat: { 1: { state: 'fully-present', fileOffsetMB: 900 } } })],
  },
  'chain.parent-before': {
    image: child,
    parents: [parent({ log: { entries: [{ updates: [mark('A')] }] } })],
    readAs: 'before',
  },
  'chain.parent-salvaged': {
    image: child,
    // Its header names a log of which nothing is there.
    parents: [parent({ log: { guid: numberedGuid(7), entries: [] } })],
    readAs: 'salvaged',
  },
  'chain.parent-dirty': {
    image: child,
    parents: [parent({ log: { entries: [{ updates: [mark('A')] }] } })],
    also: ['replay.breaks-children'],
  },
  'chain.cycle': {
    image: disk({ ...parentOf(PARENT), dataWriteGuid: PARENT }),
    parents: [],
    also: ['chain.parent-missing'],
  },
} satisfies Record<keyof typeof chainRules, RuleImage>
