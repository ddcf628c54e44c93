/** Undo files as somebody could make them who knows the format: whatever they say, their checksums are right. */
import { hash } from 'node:crypto'
import {
  UNDO_HEADERS_OFFSET,
  type UndoHeader,
  undoHeader,
  undoRun,
} from '../cli/undo/undo-format.ts'
import type { Of } from '../engine/bytes/struct.ts'
import { sealChecksum } from '../engine/format/checksum.ts'
import { HEADER_SIZE } from '../engine/format/layout.ts'

export interface UndoParts {
  readonly header: UndoHeader
  /** Of copy 1 and of copy 2, one behind the other. */
  readonly headers: Uint8Array
  readonly data: Uint8Array
  readonly runs: readonly Of<typeof undoRun>[]
}

/** The parts of a file that is as it should be. */
export function takeApart(bytes: Uint8Array): UndoParts {
  const file = new Uint8Array(bytes)
  const header = undoHeader.decode(file)
  const dataAt = UNDO_HEADERS_OFFSET + 2 * HEADER_SIZE
  const runsAt = dataAt + Number(header.dataLength)
  return {
    header,
    headers: file.slice(UNDO_HEADERS_OFFSET, dataAt),
    data: file.slice(dataAt, runsAt),
    runs: Array.from({ length: header.runCount }, (_, i) =>
      undoRun.decode(file, runsAt + i * undoRun.size),
    ),
  }
}

/** Its digest and its checksum are made anew; nothing else is. */
export function putTogether({ header, headers, data, runs }: UndoParts): Uint8Array {
  const body = Buffer.concat([headers, data, ...runs.map((run) => undoRun.encode(run))])
  const start = new Uint8Array(UNDO_HEADERS_OFFSET)
  const bodyDigest = hash('sha256', body, 'buffer')
  start.set(sealChecksum(undoHeader.encode({ ...header, bodyDigest })))
  return Buffer.concat([start, body])
}
