/** The files of a guest's volume opened for a command. */
import { upperFirst } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import type { Chain } from '../../engine/disk/chain/assemble-chain.ts'
import { findGuestVolumes, type GuestVolume } from '../../engine/disk/guest-volumes.ts'
import { openVolumeFiles, type VolumeFiles } from '../../engine/files/volume-files.ts'
import { systemWords, volumeName } from '../../engine/guest/volumes/volume-words.ts'
import { Failure } from '../failure.ts'
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

export interface GuestOptions extends Omit<Parameters<typeof withChain>[1], never> {
  readonly partition: number | undefined
  readonly before: boolean
}

/**
 * Opens the image, its chain and its volumes, and closes all when `use` is done. Says first what is risked with the
 * chain. `what` needs the data of the disk. Rejects with a `Failure`; resolves with an exit status.
 */
export const withGuest = (
  path: string,
  { what, ...options }: GuestOptions & { readonly what: string },
  io: Io,
  use: (disk: GuestDisk) => Promise<number>,
): Promise<number> =>
  withImage(path, NIL_GUID, io, async (image) => {
    requireData(image, what)
    return withChain(image, options, io, async (chain) => {
      const disk = await openDisk(image, options.before, chain, io)
      if (typeof disk === 'number') return disk
      io.err(riskLines(chain) + changedLines(chain) + givenUpLine(chain))
      const volumes = await volumesOf(disk, options.partition, io)
      return use({ ...disk, image, chain, volumes })
    })
  })

async function volumesOf(
  { layers }: OpenDisk,
  partition: number | undefined,
  io: Io,
): Promise<readonly TriedVolume[]> {
  const { signal, pause } = io
  const found = await findGuestVolumes(layers, { signal, pause })
  for (const problem of found?.problems ?? []) io.err(`${printable(problem)}\n`)
  const wanted = choose(found?.volumes ?? [], partition)
  const tried: TriedVolume[] = []
  for (const volume of wanted) tried.push({ volume, opened: await openVolumeFiles(layers, volume) })
  return tried
}

function choose(
  volumes: readonly GuestVolume[],
  wanted: number | undefined,
): readonly GuestVolume[] {
  if (volumes.length === 0) {
    throw new Failure('The disk has no partition, and no file system that is known.')
  }
  if (wanted === undefined) return volumes
  const candidates = volumes.filter(({ partition }) => partition?.number === wanted)
  // A hybrid disk has numbers twice: those of the GPT are meant.
  const found = candidates.find(({ partition }) => partition?.table === 'gpt') ?? candidates[0]
  if (found) return [found]
  const numbers = volumes.flatMap(({ partition }) => partition?.number ?? []).join(', ')
  const there = numbers === '' ? 'the disk has no partitions' : `the disk has ${numbers}`
  throw new Failure(`There is no partition ${wanted}: ${there}.`)
}

/** The only volume with files. Throws a `Failure` that says what there is, where that is none or several. */
export function onlyVolume({ volumes }: Pick<GuestDisk, 'volumes'>): VolumeFiles {
  const readable = volumes.flatMap(({ opened }) => (opened.ok ? [opened] : []))
  const [only, other] = readable
  if (only && !other) return only
  if (only === undefined) throw new Failure(volumes.map(volumeLine).map(printable).join('\n'))
  const names = readable.map(({ volume }) => titleOf(volume)).join('; ')
  throw new Failure(
    printable(`Several volumes have files: say which one with --partition. ${names}.`),
  )
}

const titleOf = ({ partition, fileSystem }: GuestVolume): string =>
  `${volumeName(partition?.number)}${fileSystem ? `, ${systemWords(fileSystem)}` : ''}`

/** What it is, and whether its files are read. Text of the disk stands as it is. */
export const volumeLine = ({ volume, opened }: TriedVolume): string =>
  upperFirst(`${titleOf(volume)}${opened.ok ? '' : `: ${opened.reason}`}`)
