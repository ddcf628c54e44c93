/** Long answers, put out piece by piece. */
import type { Io } from '../io.ts'

/** Characters that are put out at once. */
const BATCH = 64 * 1024

/** False where nobody reads it any more. */
export async function putOut(
  texts: AsyncIterable<string> | Iterable<string>,
  io: Io,
): Promise<boolean> {
  let batch = ''
  const flush = async (): Promise<boolean> => {
    io.out(batch)
    batch = ''
    return (await io.drained?.()) ?? true
  }
  for await (const text of texts) {
    batch += text
    if (batch.length >= BATCH && !(await flush())) return false
  }
  return flush()
}
