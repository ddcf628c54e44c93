/** A VHDX made from a raw image: `create --from`. */
import { diskSizeProblem } from '../../engine/compose/disk-problems.ts'
import { identify } from '../../engine/image/identify.ts'
import { type FileKind, kindWords } from '../../engine/image/kind-words.ts'
import type { SectorSize } from '../../engine/image/metadata/disk-limits.ts'
import { planNewImage } from '../../engine/new-image/plan-new-image.ts'
import { rawDisk } from '../../engine/new-image/raw-disk.ts'
import { Failure } from '../failure.ts'
import { NodeFile } from '../files/node-file.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { imageLines } from './image-lines.ts'
import { makeImage, randomImageIds, Sources } from './make-image.ts'

export interface FromRaw {
  readonly from: string
  readonly out: string
  readonly format: 'vhdx' | 'vhdx-fixed'
  readonly blockSize: number
  readonly logicalSectorSize: SectorSize
  readonly logLength: number
}

/** What may be the bytes of a disk, or of a volume; all else that is known is something around it, or none. */
const RAW: ReadonlySet<FileKind> = new Set([
  'raw-gpt',
  'raw-mbr',
  'volume',
  'iso',
  'all-zero',
  'unknown',
])

export async function createFrom({ from, out, ...wishes }: FromRaw, io: Io): Promise<number> {
  const sources = await Sources.of([from])
  const file = await NodeFile.open(from, 'r')
  try {
    const kind = await identify(file)
    if (!RAW.has(kind.kind)) throw new Failure(otherWords(from, kind))
    const { logicalSectorSize } = wishes
    const problem = diskSizeProblem(BigInt(file.size), logicalSectorSize)
    if (problem !== undefined) throw new Failure(`${printable(from)} is no disk. ${problem}`)
    const layers = [rawDisk(file, logicalSectorSize)]
    const options = { ...wishes, ids: randomImageIds(), time: Date.now() }
    const { signal, pause } = io
    const plan = await planNewImage(layers, options, { signal, pause })
    if (!plan.ok) throw new Failure(`${printable(out)} is not written: ${plan.reason}`)
    const job = { plan, layers, sources, isProven: true }
    const { status } = await makeImage(out, job, io)
    io.out(`${imageLines(out, job, '').join('\n')}\n`)
    return status
  } finally {
    await file.close()
  }
}

function otherWords(from: string, kind: Parameters<typeof kindWords>[0]): string {
  const name = printable(from)
  const what =
    kind.kind === 'vhdx'
      ? `Its disk is written anew by “vhdx-inspector export ${name} OUT --format vhdx”.`
      : `What to do with it says “vhdx-inspector inspect ${name}”.`
  return `${name} is no raw image: it looks like ${kindWords(kind)}. ${what}`
}
