/** The files of a FAT or an exFAT: what both have in common, which is all but the form of their entries. */
import { plural } from '../../bytes/format.ts'
import { refused } from '../../bytes/refused.ts'
import type { DirectoryPart, GuestFiles, NodeId, Stat } from '../guest-files.ts'
import { clusterFootprints } from './cluster-footprints.ts'
import { type ClusterFormat, type Description, ROOT } from './cluster-format.ts'
import { type Content, contentExtents, contentSource } from './content.ts'
import { allocationOf, sizeOf } from './content-place.ts'
import { directoryParts } from './directory-parts.ts'

/** Clusters behind its content that a chain is followed for, to say how many they are. */
const FOLLOWED_BEHIND = 65_536

export function clusterFiles(format: ClusterFormat, notes: readonly string[]): GuestFiles {
  const { space, root, longestDirectory } = format
  const { volume, clusterSize } = space

  async function contentOf(node: NodeId): Promise<Content | string> {
    if (node === ROOT) {
      const allocation = root.allocation()
      const size = await allocation.length(longestDirectory)
      return { allocation, size, written: size }
    }
    const described = await format.describe(node)
    if (!described.ok) return described.reason
    const { content } = described
    const allocation = allocationOf(space, content)
    const size =
      content.size === undefined ? await allocation.length(longestDirectory) : sizeOf(content.size)
    return { allocation, size, written: Math.min(size, sizeOf(content.written ?? BigInt(size))) }
  }

  return {
    ok: true,
    root: ROOT,
    notes,
    ignoresCase: true,
    async *list(directory, run) {
      const described = directory === ROOT ? undefined : await format.describe(directory)
      if (described && !described.ok) return yield nothing(described.reason)
      if (described?.kind === 'file') return yield nothing('It is no directory.')
      const size = described?.content.size
      const parts = directoryParts(
        {
          volume,
          allocation: described ? allocationOf(space, described.content) : root.allocation(),
          size: size === undefined ? undefined : sizeOf(size),
          longest: longestDirectory,
          reader: format.entriesOf(described ? 'other' : 'root'),
        },
        run,
      )
      for await (const { found, problems } of parts) {
        yield { entries: found.map(({ entry }) => entry), problems }
      }
    },
    async stat(node): Promise<Stat | ReturnType<typeof refused>> {
      if (node === ROOT) {
        const allocation = root.allocation()
        const length = BigInt(await allocation.length(longestDirectory))
        const problems = allocation.fault === undefined ? [] : [allocation.fault]
        const sizes = { size: length, allocated: length }
        return { ok: true, kind: 'directory', ...sizes, times: {}, record: undefined, problems }
      }
      const described = await format.describe(node)
      if (!described.ok) return described
      return statOf(described)
    },
    async *extents(node, stream) {
      const content = stream === undefined ? await contentOf(node) : NO_STREAMS
      if (typeof content !== 'string') yield* contentExtents(content, volume)
    },
    async open(node, stream) {
      const content = stream === undefined ? await contentOf(node) : NO_STREAMS
      return typeof content === 'string' ? refused(content) : contentSource(content, volume)
    },
    footprints: (run) => clusterFootprints(format, run),
  }

  async function statOf({ kind, content, ...told }: Description): Promise<Stat> {
    const allocation = allocationOf(space, content)
    const needed = content.size === undefined ? undefined : clustersOf(content.size)
    const most = needed === undefined ? longestDirectory : (needed + FOLLOWED_BEHIND) * clusterSize
    const allocated = await allocation.length(Math.min(most, Number.MAX_SAFE_INTEGER))
    const { attributes, record, times } = told
    return {
      ok: true,
      kind,
      size: content.size ?? BigInt(allocated),
      allocated: BigInt(allocated),
      times,
      ...(attributes && { attributes }),
      record,
      problems: [
        ...told.problems,
        ...(allocation.fault === undefined ? [] : [allocation.fault]),
        ...disagreement(needed, allocated / clusterSize),
      ],
    }
  }

  function clustersOf(size: bigint): number {
    return Math.ceil(sizeOf(size) / clusterSize)
  }

  function disagreement(needed: number | undefined, clusters: number): readonly string[] {
    if (needed === undefined || needed === clusters) return []
    const has = `It has ${plural(clusters, 'cluster')}, but its size takes ${plural(needed, 'cluster')}`
    if (needed > clusters) return [`${has}: what is behind them is lost.`]
    return [
      clusters > needed + FOLLOWED_BEHIND ? `Its chain goes on far behind its size.` : `${has}.`,
    ]
  }
}

const NO_STREAMS = 'It has no contents beside its own.'

const nothing = (problem: string): DirectoryPart => ({ entries: [], problems: [problem] })
