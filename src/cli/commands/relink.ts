/** `relink`: a copy of a child that names another file as its parent. */
import { randomUUID } from 'node:crypto'
import type { ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { formatBytes } from '../../engine/bytes/format.ts'
import { type Guid, guid, NIL_GUID } from '../../engine/bytes/guid.ts'
import { assembleChain, type Chain } from '../../engine/disk/chain/assemble-chain.ts'
import { chainFileOf } from '../../engine/disk/chain/inspected-file.ts'
import { relinkProblem } from '../../engine/disk/chain/relink.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import type { JournalIds } from '../../engine/journal/plan-journal.ts'
import { relinkSteps } from '../../engine/journal/plan-relink.ts'
import { makePlanPatch } from '../../engine/patch/make-patch.ts'
import { preview } from '../../engine/update/preview.ts'
import { sizeAfter } from '../../engine/update/step.ts'
import { defineCommand } from '../command.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Failure, Usage } from '../failure.ts'
import { identityOf, isSameFile } from '../files/fingerprint.ts'
import { makeNewFile } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
import { withChain } from '../files/open-chain.ts'
import { requireData } from '../files/open-source.ts'
import { placeOf } from '../files/parent-place.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import { isRefused, refuse } from '../files/refusal.ts'
import { writeCopy } from '../files/write-copy.ts'
import { writePatch } from '../files/write-patch.ts'
import type { Io } from '../io.ts'
import { CHAIN_OPTIONS, flag } from '../options.ts'
import { printable } from '../printable.ts'
import { riskLines } from '../summaries/chain-summary.ts'

export const relink = defineCommand({
  name: 'relink',
  summary:
    'Writes a copy of a child that names the file PARENT, as it is now, as its parent; or a patch that makes CHILD so.',
  details: [
    'The first --parent is the new parent; those behind it, and --find-parents, are for the parents that it has itself. CHILD is only read. What was written to the new parent since the child was made shows through in the copy.',
  ],
  operands: { child: { what: 'a child' }, out: { what: 'the file to write' } },
  options: {
    patch: flag(
      'Write a patch of CHILD and its scripts, as the command patch does, rather than a copy.',
    ),
    ...CHAIN_OPTIONS,
  },
  async run({ child: path, out, patch: isPatch, ...options }, io) {
    const [parentPath, ...others] = options.parent
    if (parentPath === undefined) throw new Usage('Say which file is the parent: --parent PARENT.')
    if (await isSameFile(path, out)) {
      throw new Failure('The child itself cannot be the file to write: it is only ever read.')
    }
    if (await isSameFile(path, parentPath)) {
      throw new Failure(`${printable(path)} is the child itself: no disk is its own parent.`)
    }
    // A patch is for the child where it is.
    const place = placeOf(parentPath, isPatch ? path : out)
    const identities = { child: await identityOf(path), parent: await identityOf(parentPath) }
    return withImage(path, NIL_GUID, io, (child) =>
      withImage(parentPath, NIL_GUID, io, (parent) =>
        withChain(parent, { ...options, parent: others }, io, async (chain) => {
          for (const image of [child, parent]) requireData(image, 'a link')
          for (const image of [child, parent]) if (isRefused(image)) return refuse(image, io)
          const problem =
            relinkProblem(chainFileOf(path, child.inspected), chain.child) ??
            (await chainProblem(child, chain))
          if (problem !== undefined) {
            io.err(`Not linked: ${problem}\n`)
            return STATUS_OF.refused
          }
          const ids = randomIds()
          const link = { child: chainFileOf(path, child.inspected), parent: chain.child, place }
          const made = await relinkSteps(child.inspected, link, ids)
          if ('why' in made) throw new Failure(printable(made.why))
          const { steps } = made
          io.out(riskLines(chain))
          const shown = isPatch ? path : out
          io.out(
            `What was written to ${printable(parentPath)} since the child was made shows through in ${printable(shown)}.\n`,
          )
          const hold = async (): Promise<void> => {
            if ((await identityOf(parentPath)) !== identities.parent) {
              throw new Failure(`${printable(parentPath)} has changed meanwhile; is it in use?`)
            }
          }
          if (isPatch) {
            await checkChain(preview(child.inspected.before.source, steps), { out, chain }, io)
            await hold()
            const { source } = child.inspected.before
            const plan = { steps, sizeAfter: sizeAfter(source.size, steps) }
            const job = {
              image: child,
              identity: identities.child,
              subject: 'relink',
              make: (run: Run) => makePlanPatch(source, plan, ids.fileWriteGuid, run),
              says: 'A patch that links the child where it is now, as it is now, and nothing else.',
            } as const
            return writePatch(job, out, io)
          }
          const fill = async (_: NodeFile, temporary: string): Promise<void> => {
            await writeCopy(child, { identity: identities.child, temporary, out, steps }, io.signal)
            const copy = await NodeFile.open(temporary, 'r', out)
            try {
              await checkChain(copy, { out, chain }, io)
            } finally {
              await copy.close()
            }
            await hold()
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

/** The child as it becomes, read as anybody would, with the parents that were given. */
async function checkChain(
  made: ByteSource,
  { out, chain }: { readonly out: string; readonly chain: Chain },
  { signal }: Io,
): Promise<void> {
  const inspected = await inspect(made, { fileWriteGuid: NIL_GUID }, { signal })
  const parents = [chain.child, ...chain.parents.map((link) => link.file)]
  const linked = assembleChain(chainFileOf(out, inspected), parents)
  const isRight = linked.parents[0]?.judgement.linkage === 'current'
  if (!isRight || linked.missing !== undefined || linked.parents.length !== parents.length) {
    throw new Failure(
      'What was made was read back and its chain is not complete, so it is not kept.',
    )
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
