/** The replayed copy as the engine says it must be. */
import { MemoryFile } from '../../src/engine/bytes/memory-file.ts'
import { header } from '../../src/engine/format/header.ts'
import { HEADER_OFFSETS } from '../../src/engine/format/layout.ts'
import { inspect } from '../../src/engine/inspect/inspect.ts'

/**
 * What `saved` has to be, byte for byte, as a replayed copy of `source`. The FileWriteGuid is taken
 * from it, since every replay makes a new one.
 */
export async function expectedCopy(source: Uint8Array, saved: Uint8Array): Promise<Uint8Array> {
  const { fileWriteGuid } = header.decode(saved.subarray(HEADER_OFFSETS[0]))
  // A slice of a Node Buffer shares its memory, which readers rely on to be their own.
  const file = new MemoryFile(new Uint8Array(source))
  const { update } = await inspect(file, { fileWriteGuid })
  if (update === undefined) throw new Error('there is nothing to replay')
  return update.result.read(0, update.result.size)
}
