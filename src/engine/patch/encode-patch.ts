/** A patch as the bytes of its file. */
import { sealChecksum } from '../format/checksum.ts'
import type { PlainContent } from '../update/step.ts'
import { type Patch, storedLength } from './patch.ts'
import {
  ABSENT,
  CLOSED_AT,
  HEADERS_AT,
  PATCH_SIGNATURE,
  patchHeader,
  patchRun,
  runsAt,
  STORED,
  ZEROS,
} from './patch-format.ts'

/** How long the file of a patch is, in bytes. */
export const patchSize = ({ version, runs }: Patch): number =>
  runsAt(version) + runs.length * patchRun.size + storedLength(runs)

export function encodePatch(patch: Patch): Uint8Array {
  const { version, sizeBefore, sizeAfter, fileWriteGuid, headers, runs } = patch
  const file = new Uint8Array(patchSize(patch))
  file.set(
    patchHeader.encode({
      signature: PATCH_SIGNATURE,
      version,
      runCount: runs.length,
      sizeBefore: BigInt(sizeBefore),
      sizeAfter: BigInt(sizeAfter),
      dataLength: BigInt(storedLength(runs)),
      fileWriteGuid,
    }),
  )
  const copies = [headers.first, headers.second].toSorted((a, b) => a.offset - b.offset)
  copies.forEach(({ original, closed }, i) => {
    file.set(original, HEADERS_AT + i * original.length)
    if (version === 2) file.set(closed, CLOSED_AT + i * closed.length)
  })
  const firstRun = runsAt(version)
  let dataAt = firstRun + runs.length * patchRun.size
  runs.forEach(({ offset, length, before, after }, i) => {
    const values = {
      offset: BigInt(offset),
      length: BigInt(length),
      before: kindOf(before),
      after: kindOf(after),
    }
    file.set(patchRun.encode(values), firstRun + i * patchRun.size)
    for (const content of [before, after]) {
      if (content?.kind !== 'bytes') continue
      file.set(content.bytes, dataAt)
      dataAt += content.bytes.length
    }
  })
  return sealChecksum(file)
}

function kindOf(content: PlainContent | undefined): number {
  if (content === undefined) return ABSENT
  return content.kind === 'zeros' ? ZEROS : STORED
}
