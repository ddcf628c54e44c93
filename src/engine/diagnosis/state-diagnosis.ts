/** A diagnosis with its words: whoever shows it needs no table of them. */
import { CAUSE_WORDS } from './cause-words.ts'
import { isOpen, type SalvageLook } from './looks.ts'
import type { Diagnosis, StatedDiagnosis, WayOut } from './verdict.ts'
import { type Way, type WayId, ways } from './way-words.ts'

/** Names only ways that apply: those that have to be tried for that are left out until they were. */
export function stateDiagnosis(
  diagnosis: Diagnosis,
  salvage: SalvageLook | undefined,
): StatedDiagnosis {
  const { title, cause } = CAUSE_WORDS[diagnosis.id]
  return {
    ...diagnosis,
    title,
    cause,
    ways: diagnosis.ways.filter((way) => isOpen(way, salvage)).map((way) => inWords(way, salvage)),
  }
}

function inWords(id: WayId, salvage: SalvageLook | undefined): WayOut {
  const { does, command }: Way = ways[id]
  const said = id === 'salvage-together' ? salvage?.together : command
  return { id, does, ...(said !== undefined && { command: said }) }
}
