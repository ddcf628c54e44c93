/** Why one of the two headers is current, or why none is, §2.2.2: the end of a line that names it. */
import type { Headers } from './headers.ts'

export function choiceWords({ copies, current, choice }: Headers): string {
  switch (choice) {
    case 'none-valid':
      return 'neither copy is valid'
    case 'equal-but-different':
      return 'both are valid, differ, and have the same sequence number'
    case 'only-valid':
      return 'the other copy is not valid'
    case 'identical':
      return 'both copies are the same'
    case 'greater-sequence-number': {
      const other = copies[current?.copy === 1 ? 1 : 0].values
      return `sequence number ${current?.values?.sequenceNumber}, the other has ${other?.sequenceNumber}`
    }
  }
}
