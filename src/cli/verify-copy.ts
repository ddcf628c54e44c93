/** Whether a copy is what the replay should have made. */
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { NIL_GUID } from '../engine/bytes/guid.ts'
import { MIB } from '../engine/format/layout.ts'
import { type Inspected, inspect } from '../engine/inspect/inspect.ts'
import { preview } from '../engine/update/preview.ts'
import { Failure } from './failure.ts'

/**
 * Reads every planned byte back, and the copy as an image: clean, of the right size. Zeros behind
 * the source's old end are left out: they may be terabytes, and no byte was ever there.
 */
export async function verifyCopy(
  copy: ByteSource,
  source: ByteSource,
  { replay }: Inspected,
  signal: AbortSignal,
): Promise<void> {
  const expected = preview(source, replay?.plan.steps ?? [])
  if (copy.size !== expected.size) throw wrong('its size is not right')
  for (const { offset, length, step } of expected.extents) {
    const isHole = step.content.kind === 'zeros'
    const end = isHole ? Math.min(offset + length, source.size) : offset + length
    for (let at = offset; at < end; at += MIB) {
      signal.throwIfAborted()
      const part = Math.min(MIB, end - at)
      const [wanted, found] = await Promise.all([expected.read(at, part), copy.read(at, part)])
      if (Buffer.compare(wanted, found) !== 0) throw wrong('it does not hold what was written')
    }
  }
  const { inspection } = await inspect(copy, { fileWriteGuid: NIL_GUID }, { signal })
  if (inspection.outcome !== 'clean') throw wrong(`it is ${inspection.outcome}`)
}

const wrong = (what: string): Failure =>
  new Failure(`The copy was read back and ${what}, so it was removed.`)
