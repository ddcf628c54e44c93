/** The arguments of the commands that make a disk or take one out of an image. */
import { HASH_ALGORITHMS } from '../engine/bytes/hash/hash-names.ts'
import { parseSize } from '../engine/bytes/parse-size.ts'
import { parseWhole } from '../engine/bytes/parse-whole.ts'
import {
  blockSizeProblem,
  diskSizeProblem,
  logLengthProblem,
} from '../engine/compose/disk-problems.ts'
import { GIB } from '../engine/format/layout.ts'
import type { Command } from './command.ts'
import { chainOf, type Options, wrong } from './read-options.ts'

/** A larger log is never searched (rule `log.too-large`). */
const MAX_LOG_SIZE = GIB
/** Partition tables number their entries with 32 bits. */
const MAX_PARTITION = 2n ** 32n - 1n

export function readExport(
  [image, out, ...more]: readonly string[],
  options: Options,
  parents: readonly string[],
) {
  if (image === undefined || out === undefined || more.length > 0) return undefined
  const number = options.get('--partition')
  const partition = parseWhole(number ?? '1') ?? 0n
  if (partition === 0n || partition > MAX_PARTITION) {
    return wrong(`“${number}” is not the number of a partition.`)
  }
  const places = ['--offset', '--length'] as const
  if (number !== undefined && places.some((name) => options.has(name))) {
    return wrong('A --partition is a range already: leave --offset and --length out.')
  }
  const [offset, length] = places.map((name) => readPlace(options.get(name)))
  const unreadable = places.find((name) => readPlace(options.get(name)) === null)
  if (unreadable !== undefined) {
    return wrong(
      `The ${unreadable} “${options.get(unreadable)}” is no size that a disk has, such as 4096 or 10GiB.`,
    )
  }
  const hash = HASH_ALGORITHMS.find((algorithm) => algorithm === options.get('--hash'))
  if (options.has('--hash') && hash === undefined) {
    return wrong(`The --hash “${options.get('--hash')}” is neither sha256 nor blake3.`)
  }
  return {
    kind: 'export',
    image,
    out,
    before: options.has('--before'),
    hash,
    partition: number === undefined ? undefined : Number(partition),
    offset: offset ?? undefined,
    length: length ?? undefined,
    ...chainOf(options, parents),
  } as const
}

/** Bytes; `null` where it is no size that a number holds. */
function readPlace(text: string | undefined): number | undefined | null {
  if (text === undefined) return undefined
  const size = parseSize(text)
  return size === undefined || size > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(size)
}

export function readCreate(
  [out, ...more]: readonly string[],
  options: Options,
): Command | undefined {
  if (out === undefined || more.length > 0) return undefined
  if (!options.has('--size')) return wrong('The command create needs a --size.')
  const texts = {
    '--size': options.get('--size') ?? '',
    '--block-size': options.get('--block-size') ?? '32MiB',
    '--log-size': options.get('--log-size') ?? '1MiB',
  }
  const unreadable = Object.entries(texts).find(([, text]) => parseSize(text) === undefined)
  if (unreadable) {
    return wrong(`The ${unreadable[0]} “${unreadable[1]}” is no size, such as 4096 or 10GiB.`)
  }
  const sector = options.get('--logical-sector') ?? '512'
  if (sector !== '512' && sector !== '4096') return wrong('A logical sector has 512 or 4096 bytes.')
  const logicalSectorSize = sector === '512' ? 512 : 4096
  const [size = 0n, blockSize = 0n, logSize = 0n] = Object.values(texts).map(parseSize)
  const problem =
    diskSizeProblem(size, logicalSectorSize) ??
    blockSizeProblem(blockSize) ??
    logLengthProblem(logSize, MAX_LOG_SIZE)
  if (problem !== undefined) return wrong(problem)
  return {
    kind: 'create',
    out,
    size: Number(size),
    blockSize: Number(blockSize),
    logicalSectorSize,
    logSize: Number(logSize),
  }
}
