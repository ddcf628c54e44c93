/** An image judged with all that is looked at, and what its ways out say to type. */
import { expect } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { CAUSE_WORDS } from '../engine/diagnosis/cause-words.ts'
import { diagnose } from '../engine/diagnosis/diagnose.ts'
import type { DiagnosisId, Verdict, WayOut } from '../engine/diagnosis/verdict.ts'
import { lookFurther } from '../engine/looks/look-further.ts'
import { isSalvageWay, type SalvageWayId } from '../engine/salvage/salvage-words.ts'
import { surveyed } from './salvaging.ts'

export async function verdictOf(image: ImageDescription | SparseFile): Promise<Verdict> {
  const inspected = await surveyed(image instanceof SparseFile ? image : buildImage(image))
  const verdict = await diagnose(inspected, { looks: await lookFurther({ inspected }) })
  expectKnownWays(verdict)
  return verdict
}

/** What is documented of a diagnosis has all that it names. */
export function expectKnownWays({ diagnoses }: Verdict): void {
  for (const { id, ways } of diagnoses) {
    const named = ways.map((way) => way.id)
    expect(CAUSE_WORDS[id].ways).toEqual(expect.arrayContaining(named))
  }
}

export const idsOf = ({ diagnoses }: Verdict): readonly DiagnosisId[] =>
  diagnoses.map(({ id }) => id)

/** What a way out says to type, as ways of salvage. */
export function salvageIn({ command }: WayOut): readonly SalvageWayId[] {
  const [, ways] = /^salvage IMAGE OUT --way (\S+)$/.exec(command ?? '') ?? []
  return (ways?.split(',') ?? []).map((way) => (isSalvageWay(way) ? way : expect.unreachable()))
}
