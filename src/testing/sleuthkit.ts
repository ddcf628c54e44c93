/** The Sleuth Kit as a second opinion on the files of a guest. */
import type { MadeVolume } from './made-volumes.ts'
import { hasProgram } from './programs.ts'

export const hasSleuthkit = ['fls', 'icat', 'istat'].every(hasProgram)

export interface ListedNode {
  readonly kind: 'file' | 'directory'
  /** Its own number of the node. */
  readonly id: string
  readonly size: bigint
}

/** What it shows as files of a FAT or an exFAT. */
const ADDED = /^\$(ALLOC_BITMAP|UPCASE_TABLE)$| \(Volume Label Entry\)$/

/** All files and directories that are in use, by their paths, which begin with `/`; its own additions aside. */
export function listedNodes(volume: MadeVolume): ReadonlyMap<string, ListedNode> {
  const nodes = new Map<string, ListedNode>()
  for (const line of volume.run('fls', ['-r', '-p', '-u', '-l']).split('\n')) {
    const found = /^([rd])\/[rd-] ([\d-]+):\t(.*)$/.exec(line)
    if (!found) continue
    const [, letter, id = '', rest = ''] = found
    const fields = rest.split('\t')
    // Name, four times, size, and two owners.
    const size = BigInt(fields.at(-3) ?? '')
    const name = fields.slice(0, -7).join('\t')
    if (ADDED.test(name)) continue
    nodes.set(`/${name}`, { kind: letter === 'd' ? 'directory' : 'file', id, size })
  }
  return nodes
}
