/** `export`: the virtual disk, or a part of it, as a raw image. */
import { chmod, stat } from 'node:fs/promises'
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatBytes } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import type { HashStream } from '../../engine/bytes/hash-stream.ts'
import { findPart, type PartSurvey, surveyPart } from '../../engine/disk/disk-parts.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import type { CommandOf } from '../command.ts'
import { FAILURE, STATUS_OF } from '../exit-status.ts'
import { Failure, failure } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { checkLine, startHash } from '../files/hashing.ts'
import { makeNewFile } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
import { withChain } from '../files/open-chain.ts'
import { openDisk } from '../files/open-disk.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import { writeRaw } from '../files/write-raw.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'

/** Of a file's mode: who may read, write and execute it. The disk is no more public than the image. */
const PERMISSIONS = 0o777

export async function exportDisk(
  { image: path, out, before, hash: algorithm, ...part }: CommandOf<'export'>,
  io: Io,
): Promise<number> {
  const identity = await identityOf(path).catch((error) => {
    throw failure(`${path} cannot be read`, error)
  })
  return withImage(path, NIL_GUID, io, (image) =>
    withChain(image, part, io, async (chain) => {
      const disk = openDisk(image, before, chain, io)
      if (typeof disk === 'number') return disk
      const { layers } = disk
      const found = await findPart(layers, part)
      if (!found.ok) throw new Failure(found.reason)
      const { range } = found
      const survey = await surveyPart(layers, range, { signal: io.signal })
      if (survey.missing > 0) {
        io.err(`${missingLine(path, survey)}\n`)
        return STATUS_OF.refused
      }
      const hash = algorithm && (await startHash([algorithm], range.length, { signal: io.signal }))
      await makeNewFile(out, (temporary) =>
        writeDisk(image, layers, range, { temporary, identity, hash, io }).catch(
          (error: unknown) => {
            io.signal.throwIfAborted()
            throw failure('The disk could not be exported', error)
          },
        ),
      )
      const state = disk.state === 'after' ? ', as it is after the replay' : ''
      const sizes = `${formatBytes(range.length)}, ${formatBytes(survey.data)} of it in the image`
      // With a hash, what a program such as sha256sum can check stands alone where it reads.
      const tell = hash ? io.err : io.out
      tell(`${printable(out)}: ${sizes}${state}\n`)
      if (hash) io.out(checkLine(hash.finishOne().hex, out))
      if (survey.unreadable === 0) return 0
      io.err(`${unreadableLine(survey)}\n`)
      return FAILURE
    }),
  )
}

const missingLine = (path: string, { missing }: PartSurvey): string =>
  `${printable(path)} is refused: ${formatBytes(missing)} of its disk may be in its parent, which is not open.`

const unreadableLine = ({ unreadable }: PartSurvey): string =>
  `${formatBytes(unreadable)} of the disk cannot be read: there the export has zeros (see “map”).`

interface Target {
  readonly temporary: string
  /** Of the image when the command began. */
  readonly identity: string
  readonly hash: HashStream | undefined
  readonly io: Io
}

async function writeDisk(
  { path }: OpenImage,
  layers: Layers,
  range: ByteRange,
  { temporary, identity, hash, io }: Target,
): Promise<void> {
  const file = await NodeFile.open(temporary, 'r+')
  try {
    // When the bytes reach the disk is left to the system, as cp and qemu-img do: the image is there.
    await writeRaw(file, layers, range, { signal: io.signal }, hash)
  } finally {
    await file.close()
  }
  const { size } = await stat(temporary)
  if (size !== range.length) {
    throw new Failure(`The export has ${size} bytes instead of ${range.length}, so it was removed.`)
  }
  if ((await identityOf(path).catch(() => undefined)) !== identity) {
    throw new Failure(`${printable(path)} has changed while it was read; is it in use?`)
  }
  await chmod(temporary, (await stat(path)).mode & PERMISSIONS)
}
