/** `hash`: SHA-256 and BLAKE3 of an image as it is, or of the copy that a replay would make. */

import { randomUUID } from 'node:crypto'
import { type Guid, guid } from '../../engine/bytes/guid.ts'
import type { Hash } from '../../engine/bytes/hash/hash-names.ts'
import type { CommandOf } from '../command.ts'
import { STATUS_OF } from '../exit-status.ts'
import { identityOf } from '../files/fingerprint.ts'
import { hashWhole } from '../files/hash-whole.ts'
import { checkLine, tagLine } from '../files/hashing.ts'
import { NodeFile } from '../files/node-file.ts'
import { refusalLine, withImage } from '../files/read-image.ts'
import type { Io } from '../io.ts'

type HashCommand = CommandOf<'hash'>

export const hashImage = (command: HashCommand, io: Io): Promise<number> =>
  command.after ? hashAfter(command, io) : hashBefore(command, io)

/** Whatever the file is: its bytes are hashed, nothing of them is understood. */
async function hashBefore({ image: path, algorithms }: HashCommand, io: Io): Promise<number> {
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
  { image: path, algorithms, fileWriteGuid = guid(randomUUID()) }: HashCommand,
  io: Io,
): Promise<number> {
  const identity = await identityOf(path)
  return withImage(path, fileWriteGuid, io, async ({ file, inspected }) => {
    const { outcome, refusal } = inspected.inspection
    if (outcome === 'refused' || outcome === 'not-vhdx') {
      io.err(refusalLine(path, refusal, outcome === 'refused'))
      return STATUS_OF[outcome]
    }
    const copy = inspected.replay?.result ?? file
    // There is no file of these bytes: to sha256sum, “-” is what it reads from its input.
    print(await hashWhole(copy, { path, identity, algorithms }, io), '-', io)
    io.err(`${aboutCopy(inspected.replay && fileWriteGuid)}\n`)
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
