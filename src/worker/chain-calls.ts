/** Calls about differencing chains: which of several files is the child, and the parents of the open file. */
import { cached } from '../engine/bytes/cached-source.ts'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { assembleChain, parentLayers } from '../engine/chain/assemble-chain.ts'
import type { ChainFile } from '../engine/chain/chain-file.ts'
import { reportChain } from '../engine/chain/chain-report.ts'
import { chainFileOf } from '../engine/inspect/chain-file.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { CACHE } from './cache.ts'
import type { ChainCall } from './chain-call-names.ts'
import type { CurrentFile } from './current-file.ts'
import { blobSource, fileOf } from './files.ts'
import { setParents } from './layers.ts'
import type { NamedFile } from './protocol.ts'
import type { Handlers } from './rpc.ts'

export function chainCalls(current: CurrentFile): Pick<Handlers, ChainCall> {
  let latest = 0
  return {
    findChild: async ({ files }, { signal }) => childAmong(await openAll(files, signal)),
    setParents: async ({ name, files }, { signal }) => {
      const mine = ++latest
      const { file } = current
      const given = await openAll(files, signal)
      const chain = assembleChain(chainFileOf(name, file.inspected), given)
      const report = reportChain(chain)
      // Who asked last is right, whoever is answered last.
      if (mine === latest) setParents(file, { layers: parentLayers(chain), report })
      return report
    },
  }
}

async function openAll(
  files: readonly NamedFile[],
  signal: AbortSignal,
): Promise<readonly ChainFile[]> {
  const opened: ChainFile[] = []
  for (const { name, input } of files) {
    const source = cached(blobSource(await fileOf(input)), CACHE)
    // The GUID is seen by nobody: a parent is only read.
    const inspected = await inspect(source, { fileWriteGuid: NIL_GUID }, { signal })
    opened.push(chainFileOf(name, inspected))
  }
  return opened
}

/** The index of the file with the longest chain of the others below it; the first of several. */
function childAmong(files: readonly ChainFile[]): number {
  const lengths = files.map((file) => {
    const others = files.filter((other) => other !== file)
    return assembleChain(file, others).parents.length
  })
  return lengths.indexOf(Math.max(...lengths))
}
