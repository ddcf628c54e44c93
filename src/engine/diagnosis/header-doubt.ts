/** The newer header is damaged, and says another thing than the older one, by which the disk is read, §2.2.2. */
import { plural } from '../bytes/format.ts'
import type { Headers } from '../image/headers/headers.ts'
import type { Examined } from './examined.ts'
import type { LedTo, OtherHeader } from './looks.ts'
import type { Diagnosis } from './verdict.ts'

/**
 * The copy of a damaged header that was the newer one, by its own word, and that names another log. One
 * that is older, or of which that cannot be read, is only a copy that is lost.
 */
export function newerDamaged({ copies, current }: Headers): 1 | 2 | undefined {
  const other = copies.find(({ copy }) => copy !== current?.copy)
  if (!current?.values || !other?.values || other.valid) return undefined
  const [now, then] = [current.values, other.values]
  if (then.sequenceNumber <= now.sequenceNumber) return undefined
  const isSameLog =
    then.logGuid === now.logGuid &&
    then.logOffset === now.logOffset &&
    then.logLength === now.logLength
  return isSameLog ? undefined : other.copy
}

/**
 * Only where both lead to different disks. A header that a crash tore is a normal state: nothing was
 * written by it, so that what it names leads nowhere, or to what is there already.
 */
export function headerDoubt({
  inspection: { headers },
  looks: { otherHeader },
}: Examined): Diagnosis | undefined {
  const { current } = headers
  if (!otherHeader || !current) return undefined
  const { copy, byCurrent, byOther }: OtherHeader = otherHeader
  return {
    id: 'header-doubt',
    certainty: 'likely',
    condition: 'damaged',
    sentences: [
      `Which state of the disk is right is in doubt: header ${copy}, which was the newer one, is damaged, and says another thing than header ${current.copy}, by which the disk is read.`,
      `By header ${current.copy}: ${ledToWords(byCurrent)}.`,
      `By header ${copy}: ${ledToWords(byOther)}.`,
      'No crash leaves this: whoever wrote the newer header went on by it, and it was damaged since.',
    ],
    explains: ['header.checksum', 'header.signature'],
    ways: ['salvage-by-other-header', 'salvage-second-header', 'findings'],
  }
}

function ledToWords({ log, changes }: LedTo): string {
  if (log === 'none') return 'no log has to be replayed, and the disk is as it is in the file'
  if (log === 'lost') return 'a log has to be replayed, of which not everything is there'
  const entries = plural(log, 'log entry has', 'log entries have')
  return `${entries} to be replayed, which changes ${plural(changes, 'place')} of the file`
}
