/** Calls about differencing chains: which of several files is the child, and the parents of the open file. */

import type { ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { cached } from '../../engine/bytes/cached-source.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { assembleChain, type Chain, parentLayers } from '../../engine/disk/chain/assemble-chain.ts'
import type { ChainFile } from '../../engine/disk/chain/chain-file.ts'
import { type RefusedFile, type Risk, reportChain } from '../../engine/disk/chain/chain-report.ts'
import { chainFileOf } from '../../engine/disk/chain/inspected-file.ts'
import { isChanged } from '../../engine/disk/chain/judge-link.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { planRelink } from '../../engine/journal/plan-relink.ts'
import type { judgedParent, ReadAs } from '../../engine/looks/judge-parent.ts'
import type { SalvagePlan } from '../../engine/salvage/plan-salvage.ts'
import { salvageReport, viewSalvaged } from '../../engine/salvage/salvaged.ts'
import type { NotApplicable } from '../../engine/salvage/way.ts'
import { beginsAsSkeleton } from '../../engine/skeleton/signature.ts'
import { needsData } from '../../engine/skeleton/skeleton-words.ts'
import { CallError } from '../client.ts'
import { GIVEN, parentError } from '../errors.ts'
import { CACHE } from '../file/cache.ts'
import { blobSource, fileOf } from '../file/files.ts'
import { assembledOf, setParents } from '../file/layers.ts'
import type { OpenFile } from '../file/open-file.ts'
import type { NamedFile } from '../protocol/chain.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function chainCalls({ current }: Session): HandlersOf<'chain'> {
  let latest = 0
  return {
    findChild: async ({ files }, { signal }) => {
      const { opened } = await openAll(files, { signal })
      const child = childAmong(opened.filter((file) => file !== undefined))
      return Math.max(0, opened.indexOf(child))
    },
    setParents: async ({ name, files }, { signal }) => {
      const mine = ++latest
      const { file } = current
      const { judgedParent } = await import('../../engine/looks/judge-parent.ts')
      const { opened, unreadable } = await openAll(files, { signal, judge: judgedParent })
      const given = opened.filter((parent) => parent !== undefined).map(asParent)
      const chain = assembleChain(chainFileOf(name, file.inspected), given)
      const after = file.salvage ? assembleChain(chainFileOf(name, file.viewed), given) : chain
      const known = reportChain(chain)
      const report = { ...known, refused: [...known.refused, ...unreadable] }
      // Who asked last is right, whoever is answered last.
      if (mine === latest) {
        const [layers, layersAfter] = [parentLayers(chain), parentLayers(after)]
        setParents(file, { layers, layersAfter, report, chain })
      }
      return report
    },
    relink: async (_, run) => {
      const { file } = current
      const part = runOf(run)
      await file.survey(part)
      const plan = await planOf(file, part)
      if (!('steps' in plan)) throw new CallError('cannot-salvage', plan.why)
      const viewed = await viewSalvaged(file.inspected, plan, part)
      await file.choose({ plan, report: salvageReport(plan), viewed }, part)
      return file.opened(part)
    },
  }
}

/** To the parent that is read at somebody's risk, or was refused because it was changed. */
async function planOf(file: OpenFile, run: Run): Promise<SalvagePlan | NotApplicable> {
  const chain = assembledOf(file)
  const parent = chain && changedParent(chain)
  if (chain === undefined || parent === undefined)
    return { why: 'None of the files that were given is the changed parent.' }
  if (parent.image.source.held) return { why: needsData('a link') }
  const others = chain.parents
    .map((link) => link.file)
    .concat(chain.refused.map((each) => each.file))
  const link = {
    child: chain.child,
    parent,
    place: { relative: `.\\${parent.name}`, absolute: undefined },
  }
  return planRelink(file.inspected, { ...link, others }, file.ids, run)
}

function changedParent({ parents, refused }: Chain): ChainFile | undefined {
  const [first] = parents
  if (first) return first.judgement.accepted ? first.file : undefined
  return refused.find((each) => each.why === 'wrong' && isChanged(each.judgement.linkage))?.file
}

/** What its reads throw from now on is about a parent, and names it. */
const asParent = (file: ChainFile): ChainFile => {
  const { image, name } = file
  const { source } = image
  const read: ByteSource['read'] = (offset, length) =>
    source.read(offset, length).catch((error: unknown) => {
      throw parentError(error, name)
    })
  return { ...file, image: { ...image, source: { size: source.size, held: source.held, read } } }
}

interface Opened {
  /** In the order of the files; `undefined` for one that cannot be read. */
  readonly opened: readonly (ChainFile | undefined)[]
  readonly unreadable: readonly RefusedFile[]
}

/** One that cannot be read keeps nobody from reading the others. */
async function openAll(
  files: readonly NamedFile[],
  { signal, judge }: { readonly signal: AbortSignal; readonly judge?: typeof judgedParent },
): Promise<Opened> {
  const opened: (ChainFile | undefined)[] = []
  const unreadable: RefusedFile[] = []
  for (const { name, input, risks = [] } of files) {
    try {
      const given = cached(blobSource(await fileOf(input, GIVEN), GIVEN), CACHE)
      const source = (await beginsAsSkeleton(given))
        ? (await unpack(given, { signal })).source
        : given
      // The GUID is seen by nobody: a parent is only read.
      const inspected = await inspect(source, { fileWriteGuid: NIL_GUID }, { signal })
      const made = judge
        ? await judge(name, inspected, readingOf(risks), { signal })
        : chainFileOf(name, inspected)
      opened.push({ ...made, acceptsChange: risks.includes('changed') })
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      opened.push(undefined)
      unreadable.push({ name, reason: error.message, unreadable: true })
    }
  }
  return { opened, unreadable }
}

/** Few parents are skeletons. */
const unpack = async (given: ByteSource, run: Run) =>
  (await import('../file/open-packed.ts')).openPacked(given, GIVEN, run)

/** Of two ways to read it the one that was chosen last. */
const readingOf = (risks: readonly Risk[]): ReadAs =>
  risks.findLast((risk) => risk !== 'changed') ?? 'after'

/** The file with the longest chain of the others below it, changed or not; the first of several. */
function childAmong(files: readonly ChainFile[]): ChainFile | undefined {
  const lengths = files.map((file) => {
    const others = files
      .filter((other) => other !== file)
      .map((other) => ({ ...other, acceptsChange: true }))
    return assembleChain(file, others).parents.length
  })
  return files[lengths.indexOf(Math.max(...lengths))]
}
