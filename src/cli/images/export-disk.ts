/** The virtual disk, or a part of it, exported as a new image of any format. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatBytes } from '../../engine/bytes/format.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { Chain } from '../../engine/disk/chain/assemble-chain.ts'
import {
  type DiskPart,
  findPart,
  type PartSurvey,
  surveyPart,
} from '../../engine/disk/disk-parts.ts'
import type { SectorSize } from '../../engine/image/metadata/disk-limits.ts'
import { readDroppable } from '../../engine/new-image/droppable.ts'
import type { ImageFormat } from '../../engine/new-image/format-words.ts'
import { planNewImage } from '../../engine/new-image/plan-new-image.ts'
import { needsData } from '../../engine/skeleton/skeleton-words.ts'
import { STATUS_OF, WITH_HOLES } from '../exit-status.ts'
import { Failure } from '../failure.ts'
import { checkLine } from '../files/hashing.ts'
import { type OpenDisk, openDisk } from '../files/open-disk.ts'
import type { OpenImage } from '../files/read-image.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { changedLines, givenUpLine, riskLines } from '../summaries/chain-summary.ts'
import { imageLines } from './image-lines.ts'
import { makeImage, randomImageIds, Sources } from './make-image.ts'

export interface ExportWishes {
  readonly out: string
  readonly before: boolean
  readonly part: DiskPart
  readonly format: ImageFormat
  /** Of the new file. */
  readonly algorithm: HashAlgorithm | undefined
  readonly blockSize: number | undefined
  readonly logicalSectorSize: SectorSize | undefined
  /** The new image has the disk ID of the source, rather than one of its own. */
  readonly keepsId: boolean
  /** What the guest’s file systems call free is left out. */
  readonly dropsFree: boolean
  /** It is read back before it gets its name. */
  readonly isProven: boolean
}

/** `identity`: of the image, before it was inspected. */
export interface ExportSource {
  readonly image: OpenImage
  readonly identity: string
  readonly chain: Chain
}

export async function exportDisk(
  { image, identity, chain }: ExportSource,
  wishes: ExportWishes,
  io: Io,
): Promise<number> {
  const { path } = image
  const { out, before, part, format, algorithm, isProven } = wishes
  const parents = chain.parents.map(({ file }) => file.name)
  const sources = await Sources.of([path, ...parents], { [path]: identity })
  const disk = await openDisk(image, before, chain, io)
  if (typeof disk === 'number') return disk
  const { layers } = disk
  const found = await findPart(layers, part)
  if (!found.ok) throw new Failure(found.reason)
  const { range } = found
  const { missing, absent } = await surveyPart(layers, range, { signal: io.signal })
  if (absent > 0) throw new Failure(needsData('an export'))
  if (missing > 0) {
    io.err(`${missingLine(path, missing)}\n${changedLines(chain)}`)
    return STATUS_OF.refused
  }
  const dropFree = wishes.dropsFree ? await droppable({ path, disk, range, chain }, io) : undefined
  if (wishes.dropsFree && dropFree === undefined) return STATUS_OF.refused
  const plan = await planNewImage(
    layers,
    {
      format,
      range,
      blockSize: wishes.blockSize,
      logicalSectorSize: wishes.logicalSectorSize,
      ids: { ...randomImageIds(), ...(wishes.keepsId && ownId(path, disk)) },
      time: Date.now(),
      dropFree,
    },
    { signal: io.signal, pause: io.pause },
  )
  if (!plan.ok) throw new Failure(`${printable(out)} is not written: ${plan.reason}`)
  io.err(riskLines(chain))
  const job = { plan, layers, sources, algorithm, isProven }
  const { status, hash } = await makeImage(out, job, io)
  const state = disk.state === 'after' ? ', as it is after the replay' : ''
  // With a hash, what a program such as sha256sum can check stands alone where it reads.
  const tell = hash ? io.err : io.out
  tell(`${imageLines(out, job, state).join('\n')}\n`)
  if (hash) io.out(checkLine(hash.hex, out))
  const givenUp = givenUpLine(chain)
  const { survey } = plan
  if (survey.unreadable === 0 && givenUp === '') return status
  io.err((survey.unreadable > 0 ? `${unreadableLine(survey)}\n` : '') + givenUp)
  return WITH_HOLES
}

/** Rejects with a `Failure` where the image has none. */
function ownId(path: string, { layers: [image] }: OpenDisk) {
  const virtualDiskId = image.metadata?.virtualDiskId
  if (virtualDiskId === undefined) throw new Failure(`${printable(path)} has no disk ID to keep.`)
  return { virtualDiskId }
}

interface DropJob {
  readonly path: string
  readonly disk: OpenDisk
  readonly range: ByteRange
  readonly chain: Chain
}

/** Says what is kept and why; `undefined` where that is everything. */
async function droppable({ path, disk, range, chain }: DropJob, io: Io) {
  const risks = riskLines(chain)
  if (risks !== '') {
    io.err(
      `${risks}${printable(path)} is refused with --drop-free: nobody can say what is free on a disk that is read at a risk.\n`,
    )
    return undefined
  }
  const { free, reasons } = await readDroppable(disk.layers, range, {
    signal: io.signal,
    pause: io.pause,
  })
  io.err(
    reasons
      .map(
        (reason) => `${printable(reason)}
`,
      )
      .join(''),
  )
  if (free === undefined) {
    io.err(
      `${printable(path)} is refused with --drop-free: none of its space is proven to be free. Without it all that is there is written.\n`,
    )
  }
  return free
}

const missingLine = (path: string, missing: number): string =>
  `${printable(path)} is refused: ${formatBytes(missing)} of its disk may be in its parent, which is not open. What works: “vhdx-inspector export IMAGE OUT --parent PARENT”, or --find-parents, which looks for it.`

const unreadableLine = ({ unreadable }: PartSurvey): string =>
  `${formatBytes(unreadable)} of the disk cannot be read: there the export has zeros (see “map”).`
