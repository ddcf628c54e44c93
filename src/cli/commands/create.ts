/** `create`: an empty dynamic disk. */
import { randomUUID } from 'node:crypto'
import { formatBytes } from '../../engine/bytes/format.ts'
import { guid } from '../../engine/bytes/guid.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import {
  blockSizeProblem,
  diskSizeProblem,
  logLengthProblem,
} from '../../engine/compose/disk-problems.ts'
import { GIB, MIB } from '../../engine/format/layout.ts'
import { defineCommand } from '../command.ts'
import { Usage } from '../failure.ts'
import { makeSparse } from '../files/write-sparse.ts'
import { asSize, choice, value } from '../options.ts'
import { printable } from '../printable.ts'

/** A larger log is never searched (rule `log.too-large`). */
const MAX_LOG_SIZE = GIB

export const create = defineCommand({
  name: 'create',
  summary: 'Makes an empty dynamic disk.',
  operands: { out: { what: 'the file to write' } },
  options: {
    size: value('SIZE', 'Of the virtual disk, up to 64TiB. It has to be said.', asSize),
    'block-size': value('SIZE', 'A power of two from 1MiB to 256MiB; else 32MiB.', asSize),
    'logical-sector': choice(['512', '4096'], 'Bytes of a logical sector; else 512.'),
    'log-size': value('SIZE', 'A multiple of 1MiB; else 1MiB.', asSize),
  },
  async run({ out, size, ...options }, io) {
    if (size === undefined) throw new Usage('The command create needs a --size.')
    const { 'block-size': blockSize = BigInt(32 * MIB), 'log-size': logSize = BigInt(MIB) } =
      options
    const logicalSectorSize = options['logical-sector'] === '4096' ? 4096 : 512
    const problem =
      diskSizeProblem(size, logicalSectorSize) ??
      blockSizeProblem(blockSize) ??
      logLengthProblem(logSize, MAX_LOG_SIZE)
    if (problem !== undefined) throw new Usage(problem)
    const image = buildImage({
      virtualDiskSize: Number(size),
      blockSize: Number(blockSize),
      logicalSectorSize,
      log: { length: Number(logSize) },
      virtualDiskId: guid(randomUUID()),
      fileWriteGuid: guid(randomUUID()),
      dataWriteGuid: guid(randomUUID()),
    })
    const status = await makeSparse(out, image, io)
    io.out(`${printable(out)}: an empty dynamic disk of ${formatBytes(Number(size))}\n`)
    return status
  },
})
