/** `export`: the virtual disk, or a part of it, as a new image. */
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { HASH_ALGORITHMS } from '../../engine/bytes/hash/hash-names.ts'
import type { DiskPart } from '../../engine/disk/disk-parts.ts'
import type { SectorSize } from '../../engine/image/metadata/disk-limits.ts'
import { FREE_BEFORE_REPLAY } from '../../engine/new-image/droppable.ts'
import { IMAGE_FORMATS, type ImageFormat } from '../../engine/new-image/format-words.ts'
import { defineCommand } from '../command.ts'
import { Usage } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { withChain } from '../files/open-chain.ts'
import { requireData } from '../files/open-source.ts'
import { withImage } from '../files/read-image.ts'
import { exportDisk } from '../images/export-disk.ts'
import { exportUnowned } from '../images/export-unowned.ts'
import { requireImageName } from '../images/image-name.ts'
import { Sources } from '../images/make-image.ts'
import {
  asBlockSize,
  asPartition,
  asPlace,
  BEFORE_OPTION,
  CHAIN_OPTIONS,
  choice,
  flag,
  sectorSize,
  value,
} from '../options.ts'

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'Writes the virtual disk as a sparse raw image, or as a new VHDX or VHD.',
  details: [
    'The ending of OUT has to agree with the format: a raw image is none that is called disk.vhd.',
    'A dynamic VHDX has only the blocks that hold something, in the order of the disk. Without other options it has blocks and sectors as IMAGE has them, and an identity of its own. A VHD is fixed, in whole MiB, and at most 2,040 GiB. All but a raw image are read back before they get their name.',
    'What cannot be read of the disk is zero in OUT: that is said, and the exit status is 3. A disk of which something is in a parent that is not there is refused.',
    'With --unowned OUT is as long as IMAGE and holds each byte that nobody owns at its own place, and zeros else: for programs that look for files in what is left, such as testdisk and photorec.',
  ],
  operands: { image: { what: 'an image' }, out: { what: 'the file to write' } },
  options: {
    format: choice(IMAGE_FORMATS, 'What OUT is to be; else raw. Without -fixed a VHDX is dynamic.'),
    'block-size': value(
      'SIZE',
      'Of a VHDX, a power of two from 1MiB to 256MiB; else as in IMAGE.',
      asBlockSize,
    ),
    'logical-sector': sectorSize(
      'Bytes of a logical sector; else as in IMAGE. With others a guest will hardly find what is on the disk.',
    ),
    'keep-id': flag('OUT has the disk ID of IMAGE, for an image that takes its place.'),
    'drop-free': flag(
      'Leave out the blocks of a dynamic VHDX that lie wholly in space that the file systems on the disk call free, where it is proven that they are right: they read as zeros then, and are listed.',
    ),
    'no-verify': flag(
      'Do not read OUT back: it is there sooner, and nobody knows whether it is right.',
    ),
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
  async run({ image: path, out, before, hash: algorithm, ...options }, io) {
    const { partition, offset, length, format = 'raw', unowned } = options
    const part = { partition, offset, length }
    checkPart(part)
    checkFormat(format, { ...options, before })
    if (unowned && (format !== 'raw' || isPart(part))) {
      throw new Usage(
        'What is --unowned is no part of the disk, and written raw: leave --format, --partition, --offset and --length out.',
      )
    }
    requireImageName(out, format)
    const identity = await identityOf(path)
    return withImage(path, NIL_GUID, io, async (image) => {
      requireData(image, 'an export')
      if (unowned) {
        const sources = await Sources.of([path], { [path]: identity })
        return exportUnowned({ image, sources, out, before, algorithm }, io)
      }
      const wishes = {
        out,
        before,
        part,
        format,
        algorithm,
        blockSize: options['block-size'],
        logicalSectorSize: options['logical-sector'],
        keepsId: options['keep-id'],
        dropsFree: options['drop-free'],
        isProven: format !== 'raw' && !options['no-verify'],
      }
      return withChain(image, options, io, (chain) =>
        exportDisk({ image, identity, chain }, wishes, io),
      )
    })
  },
})

const isPart = ({ partition, offset, length }: DiskPart): boolean =>
  (partition ?? offset ?? length) !== undefined

function checkPart({ partition, offset, length }: DiskPart): void {
  if (partition !== undefined && (offset ?? length) !== undefined) {
    throw new Usage('A --partition is a range already: leave --offset and --length out.')
  }
}

interface FormatOptions extends DiskPart {
  readonly before: boolean
  readonly 'block-size': number | undefined
  readonly 'logical-sector': SectorSize | undefined
  readonly 'keep-id': boolean
  readonly 'drop-free': boolean
  readonly 'no-verify': boolean
}

/** Throws a `Usage` where an option says something of what the format does not have. */
function checkFormat(format: ImageFormat, options: FormatOptions): void {
  const said = (
    ['block-size', 'logical-sector', 'keep-id', 'drop-free', 'no-verify'] as const
  ).find((name) => options[name] !== undefined && options[name] !== false)
  if (format === 'raw' && said !== undefined) {
    throw new Usage(`A raw image has no --${said}: say another --format, too, or leave it out.`)
  }
  if (format === 'vhd' && options['block-size'] !== undefined) {
    throw new Usage('A fixed VHD has no blocks: leave --block-size out.')
  }
  if (format === 'vhd' && options['logical-sector'] === 4096) {
    throw new Usage('A VHD has sectors of 512 bytes.')
  }
  if (options['drop-free'] && format !== 'vhdx') {
    throw new Usage('Only a dynamic VHDX can do without blocks: --drop-free is for --format vhdx.')
  }
  if (options['drop-free'] && options.before) {
    throw new Usage(`${FREE_BEFORE_REPLAY} Leave --before or --drop-free out.`)
  }
  if (options['keep-id'] && isPart(options)) {
    throw new Usage('A part of a disk is another disk: leave --keep-id out.')
  }
}
