/** `create`: a new disk: empty, from a raw image, or the child of another. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import { diskSizeProblem, logLengthProblem } from '../../engine/compose/disk-problems.ts'
import { GIB, MIB } from '../../engine/format/layout.ts'
import type { SectorSize } from '../../engine/image/metadata/disk-limits.ts'
import { DEFAULT_BLOCK_SIZE } from '../../engine/new-image/format-words.ts'
import { planNewImage } from '../../engine/new-image/plan-new-image.ts'
import { emptyDisk } from '../../engine/new-image/raw-disk.ts'
import { defineCommand } from '../command.ts'
import { Failure, Usage } from '../failure.ts'
import { makeSparse } from '../files/write-sparse.ts'
import { createChild } from '../images/create-child.ts'
import { createFrom } from '../images/create-from.ts'
import { makeImage, randomImageIds } from '../images/make-image.ts'
import type { Io } from '../io.ts'
import { asBlockSize, asSize, flag, sectorSize, value } from '../options.ts'
import { printable } from '../printable.ts'

/** A larger log is never searched (rule `log.too-large`). */
const MAX_LOG_SIZE = GIB
/** As Windows makes children: what is written to one is little, and all over. */
const CHILD_BLOCK_SIZE = 2 * MIB

export const create = defineCommand({
  name: 'create',
  summary: 'Makes a new disk: an empty one, one from a raw image, or the child of another.',
  details: [
    'Say one of --size, --from and --parent. The child is empty, and reads as PARENT: its locator says where PARENT is, as seen from OUT, and who it is now. Whatever is written to PARENT from then on makes the child worthless.',
  ],
  operands: { out: { what: 'the file to write' } },
  options: {
    size: value('SIZE', 'Of the virtual disk, up to 64TiB.', asSize),
    from: value('FILE', 'A raw image: the disk has its size, and what it holds.', (text) => text),
    parent: value('FILE', 'The image whose child OUT is to be.', (text) => text),
    fixed: flag('All blocks have their place in OUT; else only those that hold something.'),
    'keep-id': flag('With --parent: OUT has the disk ID of PARENT, and takes its place.'),
    'block-size': value(
      'SIZE',
      'A power of two from 1MiB to 256MiB; else 32MiB, and for a child 2MiB.',
      asBlockSize,
    ),
    'logical-sector': sectorSize(
      'Bytes of a logical sector; else 512. A child has those of PARENT.',
    ),
    'log-size': value('SIZE', 'A multiple of 1MiB; else 1MiB.', asLogLength),
  },
  async run({ out, size, from, parent, fixed, ...options }, io) {
    const sources = [size, from, parent].filter((each) => each !== undefined)
    if (sources.length === 0) {
      throw new Usage('The command create needs a --size, or a --from or --parent.')
    }
    if (sources.length > 1) throw new Usage('Say only one of --size, --from and --parent.')
    const { 'logical-sector': logicalSectorSize = 512, 'log-size': logLength = MIB } = options
    const keepsId = options['keep-id']
    if (parent !== undefined) {
      if (fixed || options['logical-sector'] !== undefined) {
        throw new Usage(
          'A child is no fixed disk, and has the sectors of its parent: leave --fixed and --logical-sector out.',
        )
      }
      const blockSize = options['block-size'] ?? CHILD_BLOCK_SIZE
      return createChild({ parent, out, blockSize, logLength, keepsId }, io)
    }
    if (keepsId) throw new Usage('Only a child can keep the disk ID of its parent: say --parent.')
    const shape = {
      blockSize: options['block-size'] ?? DEFAULT_BLOCK_SIZE,
      logicalSectorSize,
      logLength,
    }
    const format = fixed ? 'vhdx-fixed' : 'vhdx'
    if (from !== undefined) return createFrom({ from, out, format, ...shape }, io)
    const problem = diskSizeProblem(size ?? 0n, logicalSectorSize)
    if (problem !== undefined) throw new Usage(problem)
    return createEmpty(out, { ...shape, size: Number(size), fixed }, io)
  },
})

interface EmptyDisk {
  readonly size: number
  readonly blockSize: number
  readonly logicalSectorSize: SectorSize
  readonly logLength: number
  readonly fixed: boolean
}

async function createEmpty(out: string, { fixed, ...shape }: EmptyDisk, io: Io): Promise<number> {
  const status = await (fixed ? makeFixed(out, shape, io) : makeDynamic(out, shape, io))
  const kind = fixed ? 'fixed' : 'dynamic'
  io.out(`${printable(out)}: an empty ${kind} disk of ${formatBytes(shape.size)}\n`)
  return status
}

type Shape = Omit<EmptyDisk, 'fixed'>

function makeDynamic(out: string, { size, logLength, ...shape }: Shape, io: Io): Promise<number> {
  const ids = randomImageIds()
  const log = { length: logLength }
  return makeSparse(out, buildImage({ ...shape, ...ids, virtualDiskSize: size, log }), io)
}

async function makeFixed(
  out: string,
  { size, logicalSectorSize, blockSize, logLength }: Shape,
  io: Io,
): Promise<number> {
  const layers = [emptyDisk(size, logicalSectorSize)]
  const options = { format: 'vhdx-fixed', ids: randomImageIds(), time: 0 } as const
  const plan = await planNewImage(layers, { ...options, blockSize, logLength })
  if (!plan.ok) throw new Failure(plan.reason)
  return (await makeImage(out, { plan, layers, isProven: true }, io)).status
}

/** Bytes. */
function asLogLength(text: string, name: string): number {
  const length = asSize(text, name)
  const problem = logLengthProblem(length, MAX_LOG_SIZE)
  if (problem !== undefined) throw new Usage(problem)
  return Number(length)
}
