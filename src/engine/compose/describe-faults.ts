/** The faults of a recipe's entry that are in its bytes, or in what of them is written. */
import { CHECKSUM_OFFSET } from '../format/checksum.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { EntryDescription } from './description.ts'
import type { RecipeFault, Report } from './recipe.ts'
import { defined, numberOf, patchOf, patchProblem } from './recipe-values.ts'

export type Damage = Required<
  Pick<EntryDescription, 'header' | 'patches' | 'flips' | 'lostSectors' | 'tornSectors'>
>

/** `length` is that of the entry. What lies outside of it is reported. */
export function damageOf(
  faults: readonly RecipeFault[],
  length: number,
  path: string,
  report: Report,
): Damage {
  const damage = {
    header: {} as Damage['header'],
    patches: [] as Damage['patches'][number][],
    flips: [] as number[],
    lostSectors: [] as number[],
    tornSectors: [] as number[],
  }
  const sectors = length / LOG_SECTOR_SIZE
  for (const [index, fault] of faults.entries()) {
    const at = `${path}[${index}]`
    switch (fault.kind) {
      case 'bad-checksum':
        damage.flips.push(CHECKSUM_OFFSET)
        break
      case 'torn-sector':
      case 'lost-sector': {
        const { sector = sectors - 1 } = fault
        if (sector >= sectors) report(`${at}.sector`, `The entry has ${sectors} sectors, from 0.`)
        damage[fault.kind === 'torn-sector' ? 'tornSectors' : 'lostSectors'].push(sector)
        break
      }
      case 'header':
        damage.header = { ...damage.header, ...headerOf(fault) }
        break
      case 'patch': {
        const problem = patchProblem(fault, length)
        if (problem === undefined) damage.patches.push(patchOf(fault))
        else report(at, problem)
        break
      }
      case 'flip':
        if (numberOf(fault.at) >= length) {
          report(`${at}.at`, `The entry has ${length} bytes.`)
        }
        damage.flips.push(numberOf(fault.at))
        break
      // Where the entry goes and what it is called: not in its bytes.
      case 'stale-guid':
      case 'gap':
      case 'wrap':
      case 'full-ring':
        break
    }
  }
  return damage
}

function headerOf(fault: Extract<RecipeFault, { kind: 'header' }>): Damage['header'] {
  const { signature, checksum, entryLength, tail, descriptorCount, reserved } = fault
  return defined({
    signature,
    checksum,
    entryLength: entryLength === undefined ? undefined : numberOf(entryLength),
    tail: tail === undefined ? undefined : numberOf(tail),
    descriptorCount,
    reserved,
  })
}
