/** One path in both states of a volume: what of the file there differs. */
import type { Run } from '../bytes/byte-source.ts'
import type { VolumeFiles } from '../files/volume-files.ts'
import { MIB } from '../format/layout.ts'
import type { NodeId, Stat } from '../guest/guest-files.ts'
import type { AffectedFile } from './affected-file.ts'
import { type ChangedRange, isInNewBlock, partsIn } from './changed-ranges.ts'
import { compareContents, type ReadBudget } from './compare-contents.ts'
import { differingFacts, type StatFact } from './compare-stats.ts'

/** One volume in one state or both, and what they are held against each other by. It begins at one place of the disk. */
export interface Comparison {
  readonly before: VolumeFiles | undefined
  readonly after: VolumeFiles | undefined
  /** Ranges of the disk. */
  readonly changed: readonly ChangedRange[]
  readonly budget: ReadBudget
}

/** Bytes that are read to compare the contents of the files of one volume. */
export const startBudget = (): ReadBudget => ({ left: 256 * MIB })

/** The file at a path; at least one state has it. */
export interface NodeAt {
  readonly path: string
  readonly old: NodeId | undefined
  readonly now: NodeId | undefined
  /** Of a directory that is there in both states: whether its names differ. */
  readonly hasOtherNames?: boolean
}

/** `undefined` where it is the same in both states. */
export async function compareNodes(
  at: Comparison,
  { path, old, now, hasOtherNames = false }: NodeAt,
  run?: Run,
): Promise<AffectedFile | undefined> {
  const was = stateOf(at.before, old)
  const is = stateOf(at.after, now)
  const [statBefore, statAfter] = [await was?.stat(), await is?.stat()]
  const stat = statAfter ?? statBefore
  const known = { path, kind: stat?.kind ?? 'file', size: stat?.size ?? 0n } as const
  if (!was || !is) {
    const sum = is
      ? await measure(at, is, statAfter)
      : { ...NONE, changedBytes: Number(known.size) }
    const status = is ? 'only-after' : 'only-before'
    return { ...known, status, facts: [], hasOtherNames: false, ...sum }
  }
  const facts = factsOf(statBefore, statAfter)
  const sum = { ...NONE }
  for (const stream of new Set([...contentsOf(statBefore), ...contentsOf(statAfter)])) {
    const before = { in: was.in, node: was.node, stream }
    const after = { in: is.in, node: is.node, stream }
    const found = await compareContents({ before, after }, at.changed, at.budget, run)
    sum.changedBytes += found.changed
    sum.bytesInNewBlocks += found.inNewBlocks
    sum.notCompared += found.notCompared
  }
  const isSame = facts.length === 0 && !hasOtherNames && sum.changedBytes === 0
  return isSame ? undefined : { ...known, status: 'changed', facts, hasOtherNames, ...sum }
}

const NONE = { changedBytes: 0, bytesInNewBlocks: 0, notCompared: 0 }

/** A node in one state of the volume. */
interface NodeState {
  readonly in: VolumeFiles
  readonly node: NodeId
  /** `undefined` where it cannot be read. */
  stat(): Promise<Stat | undefined>
}

function stateOf(volume: VolumeFiles | undefined, node: NodeId | undefined): NodeState | undefined {
  if (!volume || node === undefined) return undefined
  return {
    in: volume,
    node,
    stat: async () => {
      const stat = await volume.files.stat(node)
      return stat.ok ? stat : undefined
    },
  }
}

/** What can be read in one state only differs in its kind. */
function factsOf(before: Stat | undefined, after: Stat | undefined): readonly StatFact[] {
  if (before && after) return differingFacts(before, after)
  return before || after ? ['kind'] : []
}

/** Names of its streams, `undefined` of the main one. The content of a directory are its names. */
const contentsOf = (stat: Stat | undefined): readonly (string | undefined)[] =>
  stat
    ? [
        ...(stat.kind === 'file' || stat.kind === 'link' ? [undefined] : []),
        ...(stat.streams ?? []).map(({ name }) => name),
      ]
    : []

/** Of a file that only the later state has. */
async function measure(at: Comparison, file: NodeState, stat: Stat | undefined) {
  const start = file.in.volume.at.offset
  let [changedBytes, bytesInNewBlocks] = [0, 0]
  for (const stream of contentsOf(stat)) {
    for await (const extents of file.in.files.extents(file.node, stream)) {
      for (const extent of extents) {
        changedBytes += extent.length
        if (extent.from !== 'volume') continue
        const range = { offset: start + extent.at, length: extent.length }
        for (const part of partsIn(at.changed, range)) {
          if (isInNewBlock(part.how)) bytesInNewBlocks += part.length
        }
      }
    }
  }
  return { changedBytes, bytesInNewBlocks, notCompared: 0 }
}
