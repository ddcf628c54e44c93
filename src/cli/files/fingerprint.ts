/** Whether a file is still the one that was inspected. */
import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import type { ByteRange, ByteSource } from '../../engine/bytes/byte-source.ts'
import { MIB } from '../../engine/format/layout.ts'
import { failing } from '../failure.ts'

/** What the file system says: also tells another file of the same name. Rejects with a `Failure`. */
export async function identityOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true }).catch(
    failing(`${path} cannot be read`),
  )
  return [dev, ino, size, mtimeNs].join(' ')
}

/** Whether two names, symbolic links followed, are one; not whether they are hard links of one file. */
export async function isSameFile(one: string, two: string): Promise<boolean> {
  const [a, b] = await Promise.allSettled([realpath(one), realpath(two)])
  return a.status === 'fulfilled' && b.status === 'fulfilled' && a.value === b.value
}

/** A hash of the ranges. */
export async function fingerprint(
  source: ByteSource,
  ranges: readonly ByteRange[],
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256')
  for (const { offset, length } of ranges) {
    for (let at = 0; at < length; at += MIB) {
      signal.throwIfAborted()
      hash.update(await source.read(offset + at, Math.min(MIB, length - at)))
    }
  }
  return hash.digest('hex')
}
