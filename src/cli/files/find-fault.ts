/** Whether a changed file is what the change should have made of it. */
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { MIB } from '../../engine/format/layout.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { type Preview, preview } from '../../engine/update/preview.ts'
import type { Step } from '../../engine/update/step.ts'

/**
 * Reads every planned byte back, and `result` as an image, which must be clean. Resolves with what is
 * wrong, in words that go on a sentence. `source` is the file before the steps; bytes that they write
 * are not read from it.
 */
export async function findFault(
  result: ByteSource,
  source: ByteSource,
  steps: readonly Step[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const fault = await findOtherBytes(result, preview(source, steps), signal)
  if (fault !== undefined) return fault
  const { inspection } = await inspect(result, { fileWriteGuid: NIL_GUID }, { signal })
  return inspection.outcome === 'clean' ? undefined : `it is ${inspection.outcome}`
}

/**
 * Reads every planned byte back. Zeros behind the old end are left out: they may be terabytes, and no byte
 * was ever there. Resolves with what is wrong, as `findFault`.
 */
export async function findOtherBytes(
  result: ByteSource,
  expected: Preview,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (result.size !== expected.size) return 'its size is not right'
  for (const { offset, length, step } of expected.extents) {
    const isHole = step.content.kind === 'zeros'
    const end = isHole ? Math.min(offset + length, expected.base.size) : offset + length
    for (let at = offset; at < end; at += MIB) {
      signal.throwIfAborted()
      const part = Math.min(MIB, end - at)
      const [wanted, found] = await Promise.all([expected.read(at, part), result.read(at, part)])
      if (Buffer.compare(wanted, found) !== 0) return 'it does not hold what was written'
    }
  }
  return undefined
}
