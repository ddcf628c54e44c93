/** Calls that export what a damaged file proves of itself. */
import { findRepair, repairPieces } from '../../engine/inspect/repairs.ts'
import { CallError } from '../client.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

const TYPES = {
  raw: 'application/octet-stream',
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
} as const

export function repairCalls({ current }: Session): HandlersOf<'repair'> {
  return {
    export: async ({ format }, run) => {
      const { inspected } = current.file
      const found = await findRepair(inspected, runOf(run))
      if (found === undefined || (found.part === 'headers' && format !== 'raw')) {
        throw new CallError('cannot-replay', 'Nothing in this file proves how it should be.')
      }
      // The browser keeps what a Blob holds, on disk if it is much.
      const pieces: Blob[] = []
      for await (const bytes of repairPieces(inspected, found, format, runOf(run))) {
        pieces.push(new Blob([new Uint8Array(bytes)]))
      }
      return new Blob(pieces, { type: TYPES[format] })
    },
  }
}
