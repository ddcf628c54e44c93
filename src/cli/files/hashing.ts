/** Digests on the command line: Node has a faster SHA-256 than the engine, and no BLAKE3. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Run } from '../../engine/bytes/byte-source.ts'
import { createDigest, type Digest } from '../../engine/bytes/hash/digest.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { HashStream } from '../../engine/bytes/hash/hash-stream.ts'

function nodeSha256(): Digest {
  const hash = createHash('sha256')
  return {
    update: (bytes) => void hash.update(bytes),
    hex: () => hash.digest('hex'),
  }
}

/** Of `total` bytes that are to come. */
export const startHash = (
  algorithms: readonly HashAlgorithm[],
  total: number,
  { signal, onProgress }: Run,
): Promise<HashStream> =>
  HashStream.start(algorithms, total, {
    signal,
    onProgress,
    pause: () => setImmediate(),
    digest: async (algorithm) =>
      algorithm === 'sha256' ? nodeSha256() : await createDigest(algorithm),
  })

/** What stands in a name for what would end the line or be taken for one of these. */
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' }

const escaped = (name: string): string =>
  name.replace(/[\\\n\r]/g, (character) => ESCAPES[character] ?? '')

/** A line as `sha256sum` and `b3sum` write and check it: a name with a line break begins with `\`. */
export function checkLine(hex: string, file: string): string {
  const name = escaped(file)
  return `${name === file ? '' : '\\'}${hex}  ${name}\n`
}

/** The same as both write it with `--tag`: it names the algorithm. */
export function tagLine(tag: string, hex: string, file: string): string {
  const name = escaped(file)
  return `${name === file ? '' : '\\'}${tag} (${name}) = ${hex}\n`
}
