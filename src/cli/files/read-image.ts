/** An image opened for a command: read only, inspected, closed afterwards. */
import type { Guid } from '../../engine/bytes/guid.ts'
import { type Inspected, inspect } from '../../engine/inspect/inspect.ts'
import { surveyBlocks } from '../../engine/inspect/survey.ts'
import type { Io } from '../io.ts'
import { NodeFile } from './node-file.ts'
import { type OpenSource, openSource } from './open-source.ts'

export interface OpenImage extends Pick<OpenSource, 'skeleton'> {
  readonly path: string
  /** What of a skeleton is packed. */
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
    const { source, skeleton } = await openSource(file, path, { signal, pause })
    const inspected = await inspect(source, { fileWriteGuid }, { signal, pause }).then((found) =>
      surveyBlocks(found, { signal, pause }),
    )
    return await use({ path, file, inspected, skeleton })
  } finally {
    await file.close()
  }
}
