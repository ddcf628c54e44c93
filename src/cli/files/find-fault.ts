/** Whether a changed file is what a plan should have made of it. */
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { MIB } from '../../engine/format/layout.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { preview } from '../../engine/update/preview.ts'
import type { Step } from '../../engine/update/step.ts'

/**
 * Reads every planned byte back, and `result` as an image: clean, of the right size. Zeros behind
 * the source's old end are left out: they may be terabytes, and no byte was ever there. Resolves with
 * what is wrong, in words that go on a sentence. `source` is the file before the steps; bytes that they
 * write are not read from it.
 */
export async function findFault(
  result: ByteSource,
  source: ByteSource,
  steps: readonly Step[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const expected = preview(source, steps)
  if (result.size !== expected.size) return 'its size is not right'
  for (const { offset, length, step } of expected.extents) {
    const isHole = step.content.kind === 'zeros'
    const end = isHole ? Math.min(offset + length, source.size) : offset + length
    for (let at = offset; at < end; at += MIB) {
      signal.throwIfAborted()
      const part = Math.min(MIB, end - at)
      const [wanted, found] = await Promise.all([expected.read(at, part), result.read(at, part)])
      if (Buffer.compare(wanted, found) !== 0) return 'it does not hold what was written'
    }
  }
  const { inspection } = await inspect(result, { fileWriteGuid: NIL_GUID }, { signal })
  return inspection.outcome === 'clean' ? undefined : `it is ${inspection.outcome}`
}
