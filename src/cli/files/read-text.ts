/** Texts that a command is given: recipes, notes. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { Failure } from '../failure.ts'
import { printable } from '../printable.ts'
import { NodeFile } from './node-file.ts'

/** `limit` is in bytes. Throws a `Failure` where the file is larger, or cannot be read. */
export async function readText(path: string, limit: number): Promise<string> {
  const file = await NodeFile.open(path, 'r')
  try {
    if (file.size > limit) {
      throw new Failure(`${printable(path)} is larger than ${formatBytes(limit)}.`)
    }
    return new TextDecoder().decode(await file.read(0, file.size))
  } finally {
    await file.close()
  }
}
