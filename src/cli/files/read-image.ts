/** An image opened for a command: read only, inspected, closed afterwards. */
import { cached } from '../../engine/bytes/cached-source.ts'
import type { Guid } from '../../engine/bytes/guid.ts'
import { KIB } from '../../engine/format/layout.ts'
import { type Inspected, inspect } from '../../engine/inspect/inspect.ts'
import { surveyBlocks } from '../../engine/inspect/survey.ts'
import type { Io } from '../io.ts'
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
