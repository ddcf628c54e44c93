/** What the root directory of an exFAT names beside files: its bitmaps, and its table of capital letters. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { position } from '../../bytes/byte-source.ts'
import { MIB } from '../../format/layout.ts'
import { Head } from '../volumes/head.ts'
import { placesOfChain } from './cluster-chain.ts'
import type { ExfatLayout } from './exfat-layout.ts'

const ENTRY_SIZE = 32
const END_OF_DIRECTORY = 0
const BITMAP = 0x81
const UPCASE_TABLE = 0x82
/** Whoever makes an exFAT puts these entries first: no more of it is looked at. In bytes. */
const MAX_LOOKED_AT = MIB

export interface NamedContent {
  readonly kind: 'bitmap' | 'upcase-table'
  /** Of bitmaps: which of two it is. */
  readonly second: boolean
  readonly firstCluster: number
  /** Bytes. */
  readonly length: number
  /** Of tables of capital letters. */
  readonly checksum: number
}

export interface RootDirectory {
  readonly contents: readonly NamedContent[]
  /** Where it lies in the volume, as far as it was looked at. */
  readonly places: readonly ByteRange[]
}

/** `most` is how many bytes of it are looked at. `undefined` where it is not in the volume. */
export async function readRootDirectory(
  volume: ByteSource,
  layout: ExfatLayout,
  { run, most = MAX_LOOKED_AT }: { readonly run?: Run | undefined; readonly most?: number } = {},
): Promise<RootDirectory | undefined> {
  const places = await placesOfChain(
    volume,
    layout,
    { firstCluster: layout.rootCluster, length: most },
    run,
  )
  if (places === undefined || places.length === 0) return undefined
  const contents: NamedContent[] = []
  for (const { offset, length } of places) {
    const entries = new Head(await volume.read(offset, length))
    for (let at = 0; at < entries.length; at += ENTRY_SIZE) {
      const type = entries.u8(at)
      if (type === END_OF_DIRECTORY) return { contents, places }
      const content = position(entries.u64(at + 24))
      if ((type !== BITMAP && type !== UPCASE_TABLE) || content === undefined) continue
      contents.push({
        kind: type === BITMAP ? 'bitmap' : 'upcase-table',
        second: (entries.u8(at + 1) & 1) !== 0,
        firstCluster: entries.u32(at + 20),
        length: content,
        checksum: entries.u32(at + 4),
      })
    }
  }
  return { contents, places }
}
