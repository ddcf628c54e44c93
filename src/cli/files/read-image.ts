/** An image opened for a command: read only, inspected, closed afterwards. */
import { basename } from 'node:path'
import { cached } from '../../engine/bytes/cached-source.ts'
import type { Guid } from '../../engine/bytes/guid.ts'
import { messageOf } from '../../engine/findings/finding.ts'
import { KIB } from '../../engine/format/layout.ts'
import { type Inspected, inspect } from '../../engine/inspect/inspect.ts'
import { surveyBlocks } from '../../engine/inspect/survey.ts'
import { STATUS_OF } from '../exit-status.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { NodeFile } from './node-file.ts'

/** 16 MiB in all: tables that are read twice, before and after the replay, come from memory. */
export const CACHE = { blockSize: 64 * KIB, capacity: 256 }

export interface OpenImage {
  readonly path: string
  readonly file: NodeFile
  readonly inspected: Inspected
}

/** Opens and inspects `path`, its BAT included, and closes it when `use` is done. Rejects with a `Failure`. */
export async function withImage<T>(
  path: string,
  fileWriteGuid: Guid,
  { signal, pause }: Io,
  use: (image: OpenImage) => Promise<T>,
): Promise<T> {
  const file = await NodeFile.open(path, 'r')
  try {
    const source = cached(file, CACHE)
    const inspected = await inspect(source, { fileWriteGuid }, { signal, pause }).then((found) =>
      surveyBlocks(found, { signal, pause }),
    )
    return await use({ path, file, inspected })
  } finally {
    await file.close()
  }
}

/** Whether the log of an image cannot be replayed. */
export const isRefused = ({ inspected }: OpenImage): boolean =>
  ['refused', 'not-vhdx'].includes(inspected.inspection.outcome)

/** Says why an image is refused. The exit status for that. */
export function refuse({ path, inspected }: OpenImage, { err }: Pick<Io, 'err'>): number {
  const { outcome, refusal } = inspected.inspection
  const reason = refusal ? ` ${printable(messageOf(refusal))}` : ''
  const verdict = outcome === 'refused' ? 'refused' : 'not a VHDX'
  err(`${printable(basename(path))} is ${verdict}:${reason}\n`)
  return STATUS_OF[outcome]
}
