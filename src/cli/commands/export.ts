/** `export`: the virtual disk, or a part of it, as a raw image. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { HASH_ALGORITHMS } from '../../engine/bytes/hash/hash-names.ts'
import { parseWhole } from '../../engine/bytes/parse-whole.ts'
import { findPart, type PartSurvey, surveyPart } from '../../engine/disk/disk-parts.ts'
import { defineCommand } from '../command.ts'
import { STATUS_OF, WITH_HOLES } from '../exit-status.ts'
import { Failure, Usage } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { checkLine, startHash } from '../files/hashing.ts'
import { makeNewFile } from '../files/new-file.ts'
import { withChain } from '../files/open-chain.ts'
import { openDisk } from '../files/open-disk.ts'
import { requireRawName } from '../files/raw-name.ts'
import { withImage } from '../files/read-image.ts'
import { writeRaw } from '../files/write-raw.ts'
import { asPlace, BEFORE_OPTION, CHAIN_OPTIONS, choice, value } from '../options.ts'
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
  ],
  operands: { image: { what: 'an image' }, out: { what: 'the file to write' } },
  options: {
    partition: value('N', 'One partition only, by its number.', asPartition),
    offset: value('SIZE', 'From there on only.', asPlace),
    length: value('SIZE', 'So many bytes only.', asPlace),
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
    requireRawName(out)
    const identity = await identityOf(path)
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
            if ((await identityOf(path)) !== identity) {
              throw new Failure(`${printable(path)} has changed while it was read; is it in use?`)
            }
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
