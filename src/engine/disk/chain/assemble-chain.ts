/** Puts the files of a chain in order: a child, its parent, that one's parent, down to the base. */
import type { Guid } from '../../bytes/guid.ts'
import type { Layers } from '../map-chain.ts'
import {
  type ChainFile,
  isDifferencing,
  linkageOf,
  type ParentPath,
  parentPaths,
} from './chain-file.ts'
import { byRecognition, isRecognised, judgeLink, type LinkJudgement } from './judge-link.ts'

/** A parent at its place. */
export interface ParentLink {
  readonly file: ChainFile
  /** Of it as the parent of the file before. */
  readonly judgement: LinkJudgement
}

/** The place that is empty: below the last file of the chain, which needs a parent. */
export interface MissingParent {
  /** The parent_linkage; `undefined` where it is none. */
  readonly wanted: Guid | undefined
  readonly paths: readonly ParentPath[]
}

/** A file that was given and has no place. */
export type Refused = { readonly file: ChainFile } & (
  | {
      /** Judged as the parent that is missing. */
      readonly why: 'wrong'
      readonly judgement: LinkJudgement
    }
  /** Another file has its place. */
  | { readonly why: 'taken'; readonly by: ChainFile }
  /** It is the parent of a file that was refused itself. */
  | { readonly why: 'behind'; readonly child: ChainFile }
  /** Nothing of the chain is missing. */
  | { readonly why: 'not-needed' }
)

export interface Chain {
  readonly child: ChainFile
  /** The nearest first; disks may be read through all of them. */
  readonly parents: readonly ParentLink[]
  /** `undefined` where the last file of the chain needs no parent. */
  readonly missing: MissingParent | undefined
  /**
   * The file of the chain that fits the empty place, but would make the chain go round for ever. So a
   * copy looks whose parent has not been given yet, or the locator is wrong.
   */
  readonly cycle: ChainFile | undefined
  readonly refused: readonly Refused[]
}

/** `candidates` in any order. Takes as many steps as there are candidates, whatever they say. */
export function assembleChain(child: ChainFile, candidates: readonly ChainFile[]): Chain {
  const { parents, rest } = follow(child, candidates)
  const files = [child, ...parents.map(({ file }) => file)]
  const last = files.at(-1) ?? child
  const open = isDifferencing(last) ? last : undefined
  const place = { files, open, behind: open ? filesBehind(open, rest) : new Map() }
  return {
    child,
    parents,
    missing: open && { wanted: linkageOf(open, 'parent_linkage'), paths: parentPaths(open) },
    cycle: open && files.find((file) => isRecognised(judgeLink(open, file).linkage)),
    refused: rest.map((file) => refuse(file, place)),
  }
}

/** The parents that `child` may be read through, and the files that are none of them. */
function follow(child: ChainFile, candidates: readonly ChainFile[]) {
  const parents: ParentLink[] = []
  const rest = new Set(candidates)
  let last = child
  while (isDifferencing(last)) {
    const next = bestParent(last, [...rest])
    if (next === undefined) break
    parents.push(next)
    rest.delete(next.file)
    last = next.file
  }
  return { parents, rest: [...rest] }
}

/** Those that would have a place if the change of the missing parent were accepted, each with its child. */
function filesBehind(
  open: ChainFile,
  rest: readonly ChainFile[],
): ReadonlyMap<ChainFile, ChainFile> {
  const originals = new Map<ChainFile, ChainFile>(
    rest.map((file) => [{ ...file, acceptsChange: true }, file]),
  )
  const { parents } = follow(open, [...originals.keys()])
  const files = parents.flatMap(({ file }) => originals.get(file) ?? [])
  return new Map(files.slice(1).flatMap((file, i) => (files[i] ? [[file, files[i]]] : [])))
}

/** The first of the best. */
function bestParent(child: ChainFile, files: readonly ChainFile[]): ParentLink | undefined {
  return files
    .map((file) => ({ file, judgement: judgeLink(child, file) }))
    .filter(({ judgement }) => judgement.right)
    .sort((a, b) => byRecognition(a.judgement, b.judgement))[0]
}

interface Place {
  /** The chain, child first. */
  readonly files: readonly ChainFile[]
  /** The file whose parent is missing. */
  readonly open: ChainFile | undefined
  readonly behind: ReadonlyMap<ChainFile, ChainFile>
}

function refuse(file: ChainFile, { files, open, behind }: Place): Refused {
  const above = files.findIndex((each) => judgeLink(each, file).right)
  const by = above < 0 ? undefined : files[above + 1]
  if (by !== undefined) return { file, why: 'taken', by }
  const child = behind.get(file)
  if (child !== undefined) return { file, why: 'behind', child }
  if (open !== undefined) return { file, why: 'wrong', judgement: judgeLink(open, file) }
  return { file, why: 'not-needed' }
}

/** What the chain's disk is read through below its child; it ends with `undefined` where a parent is missing. */
export const parentLayers = ({ parents, missing }: Chain): Layers => [
  ...parents.map(({ file }) => file.image),
  ...(missing ? [undefined] : []),
]
