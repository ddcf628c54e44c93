/** `export`: the virtual disk, or a part of it, as a raw image. */
import { formatBytes, formatHex, plural } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { HASH_ALGORITHMS, type HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { parseWhole } from '../../engine/bytes/parse-whole.ts'
import { findPart, type PartSurvey, surveyPart } from '../../engine/disk/disk-parts.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { findUnowned } from '../../engine/space/unowned.ts'
import { defineCommand } from '../command.ts'
import { STATUS_OF, WITH_HOLES } from '../exit-status.ts'
import { Failure, Usage } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { checkLine, startHash } from '../files/hashing.ts'
import { makeNewFile } from '../files/new-file.ts'
import { withChain } from '../files/open-chain.ts'
import { openDisk } from '../files/open-disk.ts'
import { requireRawName } from '../files/raw-name.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import { refuse } from '../files/refusal.ts'
import { writeRaw } from '../files/write-raw.ts'
import { type WrittenData, writeUnowned } from '../files/write-unowned.ts'
import type { Io } from '../io.ts'
import { asPlace, BEFORE_OPTION, CHAIN_OPTIONS, choice, flag, value } from '../options.ts'
import { printable } from '../printable.ts'
import { changedLines, givenUpLine, riskLines } from './chain-summary.ts'

/** Partition tables number their entries with 32 bits. */
const MAX_PARTITION = 2n ** 32n - 1n

export const exportDisk = defineCommand({
  name: 'export',
  summary: 'Writes the virtual disk as a sparse raw image.',
  details: [
    'OUT is a raw image whatever its name: one that belongs to another format, such as disk.vhd, is refused.',
    'What cannot be read of the disk is zero in OUT: that is said, and the exit status is 3. A disk of which something is in a parent that is not there is refused.',
    'With --unowned OUT is as long as IMAGE and holds each byte that nobody owns at its own place, and zeros else: for programs that look for files in what is left, such as testdisk and photorec.',
  ],
  operands: { image: { what: 'an image' }, out: { what: 'the file to write' } },
  options: {
    partition: value('N', 'One partition only, by its number.', asPartition),
    offset: value('SIZE', 'From there on only.', asPlace),
    length: value('SIZE', 'So many bytes only.', asPlace),
    unowned: flag(
      'In the place of the disk the space of the file that belongs to no structure and no block. Of a refused image as it is in the file.',
    ),
    hash: choice(
      HASH_ALGORITHMS,
      'Print the hash of OUT, as sha256sum -c takes it, and nothing else on the standard output.',
    ),
    ...BEFORE_OPTION,
    ...CHAIN_OPTIONS,
  },
  async run({ image: path, out, before, hash: algorithm, ...part }, io) {
    if (part.partition !== undefined && (part.offset ?? part.length) !== undefined) {
      throw new Usage('A --partition is a range already: leave --offset and --length out.')
    }
    if (part.unowned && (part.partition ?? part.offset ?? part.length) !== undefined) {
      throw new Usage(
        'What is --unowned is no part of the disk: leave --partition, --offset and --length out.',
      )
    }
    requireRawName(out)
    const identity = await identityOf(path)
    if (part.unowned) {
      return withImage(path, NIL_GUID, io, (image) =>
        exportUnowned({ image, identity, out, before, algorithm }, io),
      )
    }
    return withImage(path, NIL_GUID, io, (image) =>
      withChain(image, part, io, async (chain) => {
        const disk = await openDisk(image, before, chain, io)
        if (typeof disk === 'number') return disk
        const { layers } = disk
        const found = await findPart(layers, part)
        if (!found.ok) throw new Failure(found.reason)
        const { range } = found
        const survey = await surveyPart(layers, range, { signal: io.signal })
        if (survey.missing > 0) {
          io.err(`${missingLine(path, survey)}\n${changedLines(chain)}`)
          return STATUS_OF.refused
        }
        const hash =
          algorithm && (await startHash([algorithm], range.length, { signal: io.signal }))
        io.err(riskLines(chain))
        const status = await makeNewFile(
          out,
          async (file) => {
            // When the bytes reach the disk is left to the system, as cp and qemu-img do: the image is there.
            await writeRaw(file, { layers, range, hash }, { signal: io.signal })
            await holdUnchanged(path, identity)
          },
          io,
          // The disk is no more public than the image.
          { like: path },
        )
        const state = disk.state === 'after' ? ', as it is after the replay' : ''
        const sizes = `${formatBytes(range.length)}, ${formatBytes(survey.data)} of it in the image`
        // With a hash, what a program such as sha256sum can check stands alone where it reads.
        const tell = hash ? io.err : io.out
        tell(`${printable(out)}: ${sizes}${state}\n`)
        if (hash) io.out(checkLine(hash.finishOne().hex, out))
        const givenUp = givenUpLine(chain)
        if (survey.unreadable === 0 && givenUp === '') return status
        io.err((survey.unreadable > 0 ? `${unreadableLine(survey)}\n` : '') + givenUp)
        return WITH_HOLES
      }),
    )
  },
})

async function holdUnchanged(path: string, identity: string): Promise<void> {
  if ((await identityOf(path)) === identity) return
  throw new Failure(`${printable(path)} has changed while it was read; is it in use?`)
}

interface UnownedJob {
  readonly image: OpenImage
  /** Of the image, before it was inspected. */
  readonly identity: string
  readonly out: string
  readonly before: boolean
  readonly algorithm: HashAlgorithm | undefined
}

/** Nothing is written where nothing but zeros belongs to nobody. */
async function exportUnowned(
  { image, identity, out, before, algorithm }: UnownedJob,
  io: Io,
): Promise<number> {
  const { path, inspected } = image
  const { signal } = io
  if (inspected.inspection.outcome === 'not-vhdx') return refuse(image, io)
  const after = before ? undefined : inspected.update?.after
  const read = after ?? inspected.before
  const { source } = read
  const { isKnown, spaces } = await findUnowned(read, { signal })
  const hash = algorithm && (await startHash([algorithm], source.size, { signal }))
  let found: WrittenData | undefined
  const status = await makeNewFile(
    out,
    async (file) => {
      found = await writeUnowned(file, { source, spaces: spaces(), hash }, { signal })
      if (found.count === 0) {
        throw new Failure(
          `Nothing but zeros is in the space of ${printable(path)} that nobody owns.`,
        )
      }
      await holdUnchanged(path, identity)
    },
    io,
    { like: path },
  )
  const tell = hash ? io.err : io.out
  if (found) tell(unownedLines(out, source.size, found, after ? 'after' : 'before').join('\n'))
  if (!isKnown) io.err(DOUBTFUL)
  if (hash) io.out(checkLine(hash.finishOne().hex, out))
  return status
}

function unownedLines(
  out: string,
  size: number,
  { bytes, places, count }: WrittenData,
  state: State,
): readonly string[] {
  const replayed = state === 'after' ? ', as it is after the replay' : ''
  const more = count > places.length ? [`and ${plural(count - places.length, 'more place')}`] : []
  return [
    `${printable(out)}: ${formatBytes(size)}, ${formatBytes(bytes)} of it with data, in ${plural(count, 'place')}, the same as in the image${replayed}`,
    ...places.map(
      ({ offset, length }) =>
        `${formatHex(offset)} to ${formatHex(offset + length)}: ${formatBytes(length)}`,
    ),
    ...more,
    '',
  ]
}

const DOUBTFUL =
  'Some of it may belong to something: a part of the table of blocks, or of the log, is not there.\n'

function asPartition(text: string): number {
  const partition = parseWhole(text) ?? 0n
  if (partition === 0n || partition > MAX_PARTITION) {
    throw new Usage(`“${text}” is not the number of a partition.`)
  }
  return Number(partition)
}

const missingLine = (path: string, { missing }: PartSurvey): string =>
  `${printable(path)} is refused: ${formatBytes(missing)} of its disk may be in its parent, which is not open. What works: “vhdx-inspector export IMAGE OUT --parent PARENT”, or --find-parents, which looks for it.`

const unreadableLine = ({ unreadable }: PartSurvey): string =>
  `${formatBytes(unreadable)} of the disk cannot be read: there the export has zeros (see “map”).`
