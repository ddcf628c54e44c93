/** A disk that was initialised or divided anew, with what is left of the file systems that it had. */
import { formatBytes, formatHex, plural } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import type { GuestLook } from '../../disk/guest-look.ts'
import type { FileSystem } from '../../guest/volumes/file-system.ts'
import type { LostFileSystem } from '../../guest/volumes/spare-copies.ts'
import { systemWords } from '../../guest/volumes/volume-words.ts'
import type { Diagnosis } from '../verdict.ts'
import { recoverCommands } from './guest-commands.ts'

/** So many of them are told; the findings have all. */
const NAMED = 4

/** A new table, or nothing, where a file system was. */
export function initialisedOver({ volumes, lost }: GuestLook, size: number): Diagnosis | undefined {
  const [first] = lost
  if (!first) return undefined
  const isDivided = volumes.table !== 'none'
  return {
    id: 'guest-initialised-over',
    certainty: 'likely',
    condition: 'degraded',
    sentences: [
      isDivided
        ? 'The disk was probably initialised anew: its partition table names no file system, but one was there.'
        : 'The disk begins with neither a partition table nor a file system, but one was there.',
      ...lostSystems(lost, size),
    ],
    explains: ['volume.lost-file-system'],
    ways: ['export', 'findings'],
  }
}

/** Where they were and how to take them out, in sentences. */
export function lostSystems(lost: readonly LostFileSystem[], size: number): readonly string[] {
  const left = lost.length - NAMED
  return [
    ...lost.slice(0, NAMED).map((each) => lostWords(each, size)),
    ...(left > 0 ? [`${plural(left, 'more')} of them are among the findings.`] : []),
    'Write nothing to the disk, and do not format it: what is written over is lost.',
  ]
}

/** "At 0x0 of the disk ext4 “root” of 32 GiB began: its spare superblocks are …" */
function lostWords(lost: LostFileSystem, size: number): string {
  const { fileSystem, start, spare, blocks } = lost
  const end = Math.min(size, start + numberOf(fileSystem, size) + behind(fileSystem))
  const what = visibleText(systemWords(fileSystem))
  const large = fileSystem.size === undefined ? '' : ` of ${formatBytes(fileSystem.size)}`
  const places = spare.map((place) => formatHex(place)).join(', ')
  const copies = blocks
    ? `its spare superblocks are blocks ${blocks.spare.join(', ')} of ${formatBytes(blocks.size)}, at ${places} of the disk`
    : `a spare copy of its first sector is at ${places} of the disk`
  const how = spare.length > 0 ? `: ${copies}` : ', and its beginning is still there'
  const command = recoverCommands(lost, { offset: start, length: end - start })
  return `At ${formatHex(start)} of the disk ${what}${large} began${how}. ${command}`
}

/** The copy of its first sector that NTFS does not count. */
const behind = ({ kind }: FileSystem): number => (kind === 'NTFS' ? 512 : 0)

/** Up to the end of the disk, where it is not known or cannot be. */
const numberOf = ({ size }: FileSystem, most: number): number =>
  size === undefined || size > most ? most : Number(size)
