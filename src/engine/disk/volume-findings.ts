/** What is wrong with the volumes of a disk, each at the bytes of the file that show it. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { exactSize, formatHex, lowerFirst } from '../bytes/format.ts'
import { type Finding, finding } from '../findings/finding.ts'
import type { FileSystem } from '../guest/volumes/file-system.ts'
import { misfitWords } from '../guest/volumes/gpt-words.ts'
import { isOmission, type Volumes } from '../guest/volumes/read-volumes.ts'
import type { LostFileSystem } from '../guest/volumes/spare-copies.ts'
import { signWords, volumeName } from '../guest/volumes/volume-words.ts'

interface Looked {
  readonly virtualDiskSize: number
  readonly logicalSectorSize: number
  readonly volumes: Volumes
  readonly lost: readonly LostFileSystem[]
  /** Where bytes of the disk are in the file. */
  locate(range: ByteRange): Promise<ByteRange>
}

/** The head of a volume that findings about its file system point to. */
const HEAD = 4096
/** A file system that has less of its place than this has not grown with it. */
const MUCH_SMALLER = 2n
/** Below this no partition is worth a word about room that is not used. In bytes. */
const SMALL = 2n ** 30n

/** A file system and the room that there is for it. */
interface Held {
  readonly number: number | undefined
  readonly fileSystem: FileSystem
  readonly at: ByteRange
  readonly room: bigint
}

export async function volumeFindings(looked: Looked): Promise<readonly Finding[]> {
  const { volumes, lost, logicalSectorSize, locate } = looked
  const findings: Finding[] = []
  const table = await locate({
    offset: 0,
    length: Math.min(2 * logicalSectorSize, looked.virtualDiskSize),
  })
  const misfits = volumes.misfits ?? []
  for (const misfit of misfits) {
    const severity = misfit.kind === 'second-elsewhere' ? 'info' : undefined
    findings.push(
      finding('volume.table-moved', table, { problem: inside(misfitWords(misfit)) }, severity),
    )
  }
  const told = new Set(misfits.map(misfitWords))
  const isNew = (problem: string) => !told.has(problem) && !isOmission(problem)
  for (const problem of volumes.problems.filter(isNew)) {
    findings.push(finding('volume.table', table, { problem: inside(problem) }))
  }
  for (const held of heldBy(looked)) {
    const made = fileSystemFindings(held)
    const at = made.length > 0 ? await locate(held.at) : held.at
    findings.push(...made.map(({ rule, values }) => finding(rule, at, values)))
  }
  for (const each of lost) {
    const at = await locate({ offset: each.spare[0] ?? each.start, length: HEAD })
    findings.push(finding('volume.lost-file-system', at, lostValues(each)))
  }
  return findings
}

/** A sentence as a part of another one. */
const inside = (sentence: string): string => lowerFirst(sentence.replace(/\.$/, ''))

function heldBy({ volumes, virtualDiskSize }: Looked): readonly Held[] {
  const head = (offset: number): ByteRange => ({
    offset,
    length: Math.max(0, Math.min(HEAD, virtualDiskSize - offset)),
  })
  const whole: readonly Held[] = volumes.fileSystem
    ? [
        {
          number: undefined,
          fileSystem: volumes.fileSystem,
          at: head(0),
          room: BigInt(virtualDiskSize),
        },
      ]
    : []
  const parts = volumes.volumes.flatMap(({ partition, fileSystem }): readonly Held[] => {
    if (!fileSystem) return []
    const { offset, length } = partition.at
    // What a partition has behind the end of the disk is no room.
    const room = BigInt(Math.min(length, virtualDiskSize - offset))
    return [{ number: partition.number, fileSystem, at: head(offset), room }]
  })
  return [...whole, ...parts]
}

function fileSystemFindings({ number, fileSystem, room }: Held) {
  const { kind, size, state, signs = [] } = fileSystem
  const volume = volumeName(number)
  const made: Pick<Finding, 'rule' | 'values'>[] = []
  if (state === 'errors' || state === 'unclean') {
    const rule = state === 'errors' ? 'volume.errors' : 'volume.unclean'
    made.push({ rule, values: { volume, kind, signs: signWords(signs) } })
  }
  if (size !== undefined && size > room) {
    made.push({ rule: 'volume.larger', values: { volume, kind, size, room } })
  }
  if (size !== undefined && room >= SMALL && size * MUCH_SMALLER < room) {
    made.push({ rule: 'volume.smaller', values: { volume, kind, size, room } })
  }
  return made
}

function lostValues({ fileSystem, start, spare }: LostFileSystem) {
  const { kind, size } = fileSystem
  const copies = spare.map((place) => formatHex(place)).join(', ')
  return {
    kind,
    start,
    size: size === undefined ? 'of unknown size' : exactSize(size),
    proof: spare.length > 0 ? `spare copies are at ${copies}` : 'its beginning is still there',
  }
}
