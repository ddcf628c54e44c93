/** The table of capital letters of an exFAT. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { totalLength } from '../../bytes/ranges.ts'
import { KIB } from '../../format/layout.ts'
import { Head } from '../volumes/head.ts'
import { tableChecksum, type UpcaseTable } from './checksums.ts'
import { placesOfChain } from './cluster-chain.ts'
import type { ExfatLayout } from './exfat-layout.ts'
import type { NamedContent } from './root-directory.ts'

/** Of 16 bits for each letter of 16 bits. */
export const MAX_UPCASE_TABLE = 128 * KIB
const LETTERS = 0x1_0000
/** Stands before a number of letters that have no capital ones (section 7.2.5 of Microsoft's specification). */
const SKIP = 0xffff

/** `undefined` where it cannot be read, or is not what its checksum says. */
export async function readUpcaseTable(
  volume: ByteSource,
  layout: ExfatLayout,
  { firstCluster, length, checksum }: NamedContent,
): Promise<UpcaseTable | undefined> {
  if (length > MAX_UPCASE_TABLE) return undefined
  const places = await placesOfChain(volume, layout, { firstCluster, length })
  if (places === undefined || totalLength(places) < length) return undefined
  const bytes = new Uint8Array(length)
  let done = 0
  for (const place of places) {
    bytes.set(await volume.read(place.offset, place.length), done)
    done += place.length
  }
  return tableChecksum(bytes) === checksum ? expanded(new Head(bytes)) : undefined
}

function expanded(head: Head): UpcaseTable {
  const table = Uint16Array.from({ length: LETTERS }, (_, letter) => letter)
  for (let at = 0, letter = 0; at + 2 <= head.length && letter < LETTERS; at += 2) {
    const value = head.u16(at)
    if (value === SKIP && at + 4 <= head.length) {
      letter += head.u16(at + 2)
      at += 2
    } else table[letter++] = value
  }
  return table
}
