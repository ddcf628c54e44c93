/** `relink`: a copy of a child that names another file as its parent. */
import { randomUUID } from 'node:crypto'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { formatBytes } from '../../engine/bytes/format.ts'
import { type Guid, guid, NIL_GUID } from '../../engine/bytes/guid.ts'
import { assembleChain, type Chain } from '../../engine/disk/chain/assemble-chain.ts'
import { chainFileOf } from '../../engine/disk/chain/inspected-file.ts'
import { type ParentPlace, relinkedPairs, relinkProblem } from '../../engine/disk/chain/relink.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { EditError } from '../../engine/journal/edit.ts'
import { journalEdits } from '../../engine/journal/edit-preview.ts'
import {
  CannotJournalError,
  JournalTargetError,
  LogFullError,
} from '../../engine/journal/errors.ts'
import type { JournalIds } from '../../engine/journal/plan-journal.ts'
import type { Step } from '../../engine/update/step.ts'
import { defineCommand } from '../command.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Failure, Usage } from '../failure.ts'
import { identityOf, isSameFile } from '../files/fingerprint.ts'
import { makeNewFile } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
import { withChain } from '../files/open-chain.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import { isRefused, refuse } from '../files/refusal.ts'
import { writeCopy } from '../files/write-copy.ts'
import type { Io } from '../io.ts'
import { CHAIN_OPTIONS } from '../options.ts'
import { printable } from '../printable.ts'
import { riskLines } from './chain-summary.ts'

export const relink = defineCommand({
  name: 'relink',
  summary: 'Writes a copy of a child that names the file PARENT, as it is now, as its parent.',
  details: [
    'The first --parent is the new parent; those behind it, and --find-parents, are for the parents that it has itself. CHILD is only read. What was written to the new parent since the child was made shows through in the copy.',
  ],
  operands: { child: { what: 'a child' }, out: { what: 'the file to write' } },
  options: CHAIN_OPTIONS,
  async run({ child: path, out, ...options }, io) {
    const [parentPath, ...others] = options.parent
    if (parentPath === undefined) throw new Usage('Say which file is the parent: --parent PARENT.')
    if (await isSameFile(path, out)) {
      throw new Failure('The child itself cannot be the file to write: it is only ever read.')
    }
    if (await isSameFile(path, parentPath)) {
      throw new Failure(`${printable(path)} is the child itself: no disk is its own parent.`)
    }
    const place = placeOf(parentPath, out)
    const identities = { child: await identityOf(path), parent: await identityOf(parentPath) }
    return withImage(path, NIL_GUID, io, (child) =>
      withImage(parentPath, NIL_GUID, io, (parent) =>
        withChain(parent, { ...options, parent: others }, io, async (chain) => {
          for (const image of [child, parent]) if (isRefused(image)) return refuse(image, io)
          const problem =
            relinkProblem(chainFileOf(path, child.inspected), chain.child) ??
            (await chainProblem(child, chain))
          if (problem !== undefined) {
            io.err(`Not linked: ${problem}\n`)
            return STATUS_OF.refused
          }
          const steps = await planOf(child, chain, place)
          io.out(riskLines(chain))
          io.out(
            `What was written to ${printable(parentPath)} since the child was made shows through in ${printable(out)}.\n`,
          )
          const fill = async (_: NodeFile, temporary: string): Promise<void> => {
            await writeCopy(child, { identity: identities.child, temporary, out, steps }, io.signal)
            await checkChain(temporary, { out, chain }, io)
            if ((await identityOf(parentPath)) !== identities.parent) {
              throw new Failure(`${printable(parentPath)} has changed meanwhile; is it in use?`)
            }
          }
          const status = await makeNewFile(out, fill, io, { like: path })
          io.out(
            `${printable(out)}: ${formatBytes(child.file.size)}, a child of ${printable(parentPath)}, its chain is complete, verified\n`,
          )
          return status
        }),
      ),
    )
  },
})

/** Why the parents of the new parent cannot be below the child, in one sentence. */
async function chainProblem(
  { path, inspected }: OpenImage,
  { child: parent, parents, missing }: Chain,
): Promise<string | undefined> {
  const named = await Promise.all(parents.map(({ file }) => isSameFile(file.name, path)))
  // As it was, or as somebody has written to it since: below itself a file cannot be.
  const child = { ...chainFileOf(path, inspected), acceptsChange: true }
  const round = assembleChain(parent, [...parents.map(({ file }) => file), child])
  if (named.includes(true) || round.parents.some(({ file }) => file === child)) {
    return `${printable(parent.name)} is a child of ${printable(path)} itself.`
  }
  if (missing === undefined) return undefined
  return `${printable(parent.name)} is a child, too, and its parent is missing: give it with another --parent, or --find-parents.`
}

/** The journal of the new locator (§2.3): safe at any moment, as every change of metadata is. */
async function planOf(
  child: OpenImage,
  chain: Chain,
  place: ParentPlace,
): Promise<readonly Step[]> {
  const dataWriteGuid = chain.child.headers.current?.values?.dataWriteGuid ?? NIL_GUID
  const pairs = relinkedPairs(chainFileOf(child.path, child.inspected), dataWriteGuid, place)
  try {
    const edits = [{ kind: 'parent-locator', pairs }] as const
    return (await journalEdits(child.inspected, edits, randomIds())).steps
  } catch (error) {
    const isSentence = [EditError, CannotJournalError, JournalTargetError, LogFullError].some(
      (kind) => error instanceof kind,
    )
    throw isSentence && error instanceof Error ? new Failure(printable(error.message)) : error
  }
}

/** The copy, read as anybody would, with the parents that were given. */
async function checkChain(
  temporary: string,
  { out, chain }: { readonly out: string; readonly chain: Chain },
  { signal }: Io,
): Promise<void> {
  const file = await NodeFile.open(temporary, 'r', out)
  try {
    const inspected = await inspect(file, { fileWriteGuid: NIL_GUID }, { signal })
    const parents = [chain.child, ...chain.parents.map((link) => link.file)]
    const made = assembleChain(chainFileOf(out, inspected), parents)
    const isRight = made.parents[0]?.judgement.linkage === 'current'
    if (!isRight || made.missing !== undefined || made.parents.length !== parents.length) {
      throw new Failure('The copy was read back and its chain is not complete, so it is not kept.')
    }
  } finally {
    await file.close()
  }
}

/** Where the parent is, as Windows writes it. */
function placeOf(parent: string, out: string): ParentPlace {
  const absolute = resolve(parent)
  const between = relative(dirname(resolve(out)), absolute)
  if (sep !== '\\' && absolute.includes('\\')) {
    throw new Failure(
      `${printable(absolute)} has a backslash in a name, which no parent locator can say.`,
    )
  }
  const written = (path: string): string => path.split(sep).join('\\')
  const isBelow = !between.startsWith('..')
  return {
    // From one drive to another there is none.
    relative: isAbsolute(between) ? undefined : written(isBelow ? `.${sep}${between}` : between),
    absolute: written(absolute),
  }
}

const randomGuid = (): Guid => guid(randomUUID())

/** The sequence number is from 1 to 2^62. */
const randomIds = (): JournalIds => ({
  fileWriteGuid: randomGuid(),
  dataWriteGuid: randomGuid(),
  logGuid: randomGuid(),
  sequenceNumber: (BigInt(`0x${randomUUID().replaceAll('-', '')}`) >> 66n) + 1n,
})
