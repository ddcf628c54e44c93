/** The files of a guest's volume opened for a command. */
import { formatHex } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import type { Chain } from '../../engine/disk/chain/assemble-chain.ts'
import {
  findGuestVolumes,
  findLostVolumes,
  type GuestVolume,
} from '../../engine/disk/guest-volumes.ts'
import { openVolumeFiles, type VolumeFiles } from '../../engine/files/volume-files.ts'
import { systemWords, volumeName } from '../../engine/guest/volumes/volume-words.ts'
import { Failure, Usage } from '../failure.ts'
import { withChain } from '../files/open-chain.ts'
import { type OpenDisk, openDisk } from '../files/open-disk.ts'
import { requireData } from '../files/open-source.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { changedLines, givenUpLine, riskLines } from '../summaries/chain-summary.ts'

/** A volume and its files, or why they are not read. */
export interface TriedVolume {
  readonly volume: GuestVolume
  readonly opened: Awaited<ReturnType<typeof openVolumeFiles>>
}

export interface GuestDisk extends OpenDisk {
  readonly image: OpenImage
  readonly chain: Chain
  /** In order of place; the one that was asked for, where one was. At least one. */
  readonly volumes: readonly TriedVolume[]
}

/** Which volume; none is said: all. */
interface VolumeChoice {
  readonly partition: number | undefined
  /** Where it begins on the disk, in bytes. */
  readonly offset: number | undefined
}

type ChainOptions = Parameters<typeof withChain>[1]

export interface GuestOptions extends VolumeChoice, ChainOptions {
  readonly before: boolean
}

/**
 * Opens the image, its chain and its volumes, and closes all when `use` is done. Says first what is risked with the
 * chain. `what` needs the data of the disk. Rejects with a `Failure`; resolves with an exit status.
 */
export async function withGuest(
  path: string,
  { what, ...options }: GuestOptions & { readonly what: string },
  io: Io,
  use: (disk: GuestDisk) => Promise<number>,
): Promise<number> {
  if (options.partition !== undefined && options.offset !== undefined) {
    throw new Usage('A --partition has a place already: leave --offset out.')
  }
  return withImage(path, NIL_GUID, io, async (image) => {
    requireData(image, what)
    return withChain(image, options, io, async (chain) => {
      const disk = await openDisk(image, options.before, chain, io)
      if (typeof disk === 'number') return disk
      io.err(riskLines(chain) + changedLines(chain) + givenUpLine(chain))
      const volumes = await volumesOf(disk, options, io)
      return use({ ...disk, image, chain, volumes })
    })
  })
}

async function volumesOf(
  { layers }: OpenDisk,
  wanted: VolumeChoice,
  { signal, pause, err }: Io,
): Promise<readonly TriedVolume[]> {
  const run = { signal, pause }
  const found = await findGuestVolumes(layers, run)
  for (const problem of found?.problems ?? []) err(`${printable(problem)}\n`)
  const volumes = found?.volumes ?? []
  const isNamed = volumes.some(({ fileSystem }) => fileSystem)
  const lost = isNamed || wanted.partition !== undefined ? [] : await findLostVolumes(layers, run)
  for (const volume of lost) err(`${printable(lostLine(volume))}\n`)
  const tried: TriedVolume[] = []
  for (const volume of choose(lost.length > 0 ? lost : volumes, wanted)) {
    tried.push({ volume, opened: await openVolumeFiles(layers, volume) })
  }
  return tried
}

const lostLine = ({ at, fileSystem }: GuestVolume): string =>
  `No table of the disk names a file system: ${fileSystem ? systemWords(fileSystem) : 'one'} at ${formatHex(at.offset)} was found by what is left of it.`

function choose(
  volumes: readonly GuestVolume[],
  { partition, offset }: VolumeChoice,
): readonly GuestVolume[] {
  if (volumes.length === 0) {
    throw new Failure('The disk has no partition, and no file system that is known.')
  }
  if (offset !== undefined) {
    const found = volumes.find(({ at }) => at.offset === offset)
    if (found) return [found]
    const places = volumes.map(({ at }) => formatHex(at.offset)).join(', ')
    throw new Failure(`No volume begins at ${formatHex(offset)}: the disk has some at ${places}.`)
  }
  return partition === undefined ? volumes : [inPartition(volumes, partition)]
}

function inPartition(volumes: readonly GuestVolume[], wanted: number): GuestVolume {
  const candidates = volumes.filter(({ partition }) => partition?.number === wanted)
  // A hybrid disk has numbers twice: those of the GPT are meant.
  const found = candidates.find(({ partition }) => partition?.table === 'gpt') ?? candidates[0]
  if (found) return found
  const numbers = volumes.flatMap(({ partition }) => partition?.number ?? []).join(', ')
  const there = numbers === '' ? 'the disk has no partitions' : `the disk has ${numbers}`
  throw new Failure(`There is no partition ${wanted}: ${there}.`)
}

/** The only volume with files. Throws a `Failure` that says what there is, where that is none or several. */
export function onlyVolume({ volumes }: Pick<GuestDisk, 'volumes'>): VolumeFiles {
  const readable = volumes.flatMap(({ opened }) => (opened.ok ? [opened] : []))
  const [only, other] = readable
  if (only && !other) return only
  if (only === undefined) throw new Failure(printable(volumes.map(volumeLine).join(' ')))
  const names = readable.map(({ volume }) => titleOf(volume)).join('; ')
  throw new Failure(
    printable(`Several volumes have files: --partition or --offset says which one. ${names}.`),
  )
}

/** "Partition 1 at 0x100000, ext4 “root”" */
const titleOf = ({ partition, fileSystem, at }: GuestVolume): string =>
  `${partition || at.offset === 0 ? volumeName(partition?.number) : 'A volume'} at ${formatHex(at.offset)}${fileSystem ? `, ${systemWords(fileSystem)}` : ''}`

/** What it is, and if its files are not read, why. Text of the disk stands as it is. */
export const volumeLine = ({ volume, opened }: TriedVolume): string =>
  `${titleOf(volume)}${opened.ok ? '' : `: ${opened.reason}`}`
