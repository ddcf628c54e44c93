/** Whether records are those that names lead to: of many names at once, by as few reads as may be. */
import { formatCount } from '../../../bytes/format.ts'
import { KIB } from '../../../format/layout.ts'
import { Head } from '../../volumes/head.ts'
import { isInUse } from '../file-table.ts'
import type { NtfsVolume } from './node.ts'
import { isDirectoryRecord, isSameUse, type Reference, sequenceOf } from './reference.ts'

/** What is read at once, and how much of it for nothing, in bytes. */
const LONGEST = 256 * KIB
const GAP = 16 * KIB

/** What the record says that it describes, or what is wrong with it, in a sentence. */
export type RecordUse = { readonly isDirectory: boolean } | string

/** Of each of them. */
export async function checkUses(
  { table, recordSize }: NtfsVolume,
  references: readonly Reference[],
): Promise<readonly RecordUse[]> {
  const uses: RecordUse[] = references.map(() => '')
  const order = references.map((_, i) => i)
  const recordOf = (i: number | undefined) => references[i ?? -1]?.record ?? 0
  order.sort((a, b) => recordOf(a) - recordOf(b))
  for (let start = 0; start < order.length; ) {
    const first = recordOf(order[start])
    let end = start + 1
    for (; end < order.length; end++) {
      const [before, next] = [recordOf(order[end - 1]), recordOf(order[end])]
      if ((next - before - 1) * recordSize > GAP) break
      if ((next - first + 1) * recordSize > LONGEST) break
    }
    const isInTable = recordOf(order[end - 1]) < table.count
    const count = recordOf(order[end - 1]) - first + 1
    const bytes = isInTable ? await table.recordBytes(first, count) : undefined
    for (let i = start; i < end; i++) {
      const [index = 0] = [order[i]]
      const reference = references[index]
      if (reference === undefined) continue
      const at = (reference.record - first) * recordSize
      // What is looked at lies before the first guard.
      const record = bytes && new Head(bytes.subarray(at, at + recordSize))
      const isThere = record?.has(0, 'FILE') || reference.record >= table.count
      // Where not all of them are in the volume, or where one is damaged, of which there may be a copy.
      const found = isThere ? record : await table.anyRecord(reference.record)
      uses[index] = judge(found, reference)
    }
    start = end
  }
  return uses
}

function judge(record: Head | undefined, { record: number, sequence }: Reference): RecordUse {
  const which = `record ${formatCount(number)}`
  if (record === undefined) return `${which} is damaged or not there.`
  if (!isInUse(record)) return `${which} is not in use.`
  if (isSameUse(sequenceOf(record), sequence)) return { isDirectory: isDirectoryRecord(record) }
  return `${which} has been used for something else since.`
}
