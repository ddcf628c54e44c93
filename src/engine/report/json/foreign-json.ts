/** What a file is that is no VHDX, as it stands in the report. */
import { foreignAnswer } from '../../image/foreign/foreign-answer.ts'
import type { Inspection } from '../../inspect/inspection.ts'
import type { Report } from './report-schema.ts'

/** `name` is that of the file. `undefined` of a VHDX, and of a file of which nothing is known. */
export function foreignJson(
  { outcome, identity }: Inspection,
  name: string,
): Report['foreign'] | undefined {
  const answer = outcome === 'not-vhdx' ? foreignAnswer(identity, name) : undefined
  if (answer === undefined) return undefined
  const { commands, ...words } = answer
  return { ...words, commands: commands.map(({ system, command }) => ({ system, command })) }
}
