/** `hash`: SHA-256 and BLAKE3 of an image as it is, or of the copy that a replay would make. */
import { randomUUID } from 'node:crypto'
import { type Guid, guid } from '../../engine/bytes/guid.ts'
import {
  HASH_ALGORITHMS,
  type Hash,
  type HashAlgorithm,
} from '../../engine/bytes/hash/hash-names.ts'
import { defineCommand } from '../command.ts'
import { Usage } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { hashWhole } from '../files/hash-whole.ts'
import { checkLine, tagLine } from '../files/hashing.ts'
import { NodeFile } from '../files/node-file.ts'
import { requireData } from '../files/open-source.ts'
import { withImage } from '../files/read-image.ts'
import { isRefused, refuse } from '../files/refusal.ts'
import type { Io } from '../io.ts'
import { FILE_WRITE_GUID_OPTION, flag } from '../options.ts'

export const hash = defineCommand({
  name: 'hash',
  summary: 'Prints the SHA-256 or the BLAKE3 of IMAGE, as sha256sum and b3sum do.',
  operands: { image: { what: 'one image' } },
  options: {
    sha256: flag('The SHA-256, also where neither is said. With both, lines name each.'),
    blake3: flag('The BLAKE3.'),
    after: flag(
      'Of the copy that a replay makes, which nobody has to write for that. Its FileWriteGuid is said.',
    ),
    ...FILE_WRITE_GUID_OPTION,
  },
  async run({ image, after, 'file-write-guid': fileWriteGuid, ...wanted }, io) {
    if (fileWriteGuid !== undefined && !after) {
      throw new Usage('The --file-write-guid belongs to --after.')
    }
    const chosen = HASH_ALGORITHMS.filter((algorithm) => wanted[algorithm])
    const algorithms = chosen.length > 0 ? chosen : (['sha256'] as const)
    return after
      ? hashAfter(image, fileWriteGuid ?? guid(randomUUID()), algorithms, io)
      : hashBefore(image, algorithms, io)
  },
})

/** Whatever the file is: its bytes are hashed, nothing of them is understood. */
async function hashBefore(
  path: string,
  algorithms: readonly HashAlgorithm[],
  io: Io,
): Promise<number> {
  const identity = await identityOf(path)
  const file = await NodeFile.open(path, 'r')
  try {
    print(await hashWhole(file, { path, identity, algorithms }, io), path, io)
    return 0
  } finally {
    await file.close()
  }
}

async function hashAfter(
  path: string,
  fileWriteGuid: Guid,
  algorithms: readonly HashAlgorithm[],
  io: Io,
): Promise<number> {
  const identity = await identityOf(path)
  return withImage(path, fileWriteGuid, io, async (image) => {
    requireData(image, 'a hash of the copy')
    if (isRefused(image)) return refuse(image, io, ['hash IMAGE'])
    const { update } = image.inspected
    // There is no file of these bytes: to sha256sum, “-” is what it reads from its input.
    print(
      await hashWhole(update?.result ?? image.file, { path, identity, algorithms }, io),
      '-',
      io,
    )
    io.err(`${aboutCopy(update && fileWriteGuid)}\n`)
    return 0
  })
}

const aboutCopy = (fileWriteGuid: Guid | undefined): string =>
  fileWriteGuid === undefined
    ? 'There is nothing to replay: the copy is the image as it is.'
    : `This is the hash of the copy that “replay --file-write-guid ${fileWriteGuid}” makes.`

/** Of one algorithm as its own program writes it; two have to say which is which. */
function print(hashes: readonly Hash[], name: string, { out }: Io): void {
  for (const { algorithm, hex } of hashes) {
    out(hashes.length === 1 ? checkLine(hex, name) : tagLine(TAGS[algorithm], hex, name))
  }
}

const TAGS = { sha256: 'SHA256', blake3: 'BLAKE3' } as const
