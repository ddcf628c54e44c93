/** A command that refuses an image says why, and names the commands that work on it. */
import { basename } from 'node:path'
import { messageOf } from '../../engine/findings/finding-words.ts'
import { listSalvages, type Salvages } from '../../engine/salvage/list-salvages.ts'
import { TRIAL_IDS } from '../../engine/salvage/way.ts'
import { STATUS_OF } from '../exit-status.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import type { OpenImage } from './read-image.ts'

/** Whether the log of an image cannot be replayed. */
export const isRefused = ({ inspected }: OpenImage): boolean =>
  ['refused', 'not-vhdx'].includes(inspected.inspection.outcome)

/** Says why an image is refused, and nothing else. The exit status for that. */
export function sayRefused({ path, inspected }: OpenImage, { err }: Pick<Io, 'err'>): number {
  err(`${refusalWords(path, inspected)}\n`)
  return STATUS_OF[inspected.inspection.outcome]
}

/**
 * Says it with the ways that work; `instead` are those of the very command that refuses, the first to be named. What
 * is no VHDX by its first bytes and can be salvaged is one whose beginning is gone.
 */
export async function refuse(
  image: OpenImage,
  io: Io,
  instead: readonly string[] = [],
): Promise<number> {
  const { path, inspected } = image
  const { outcome } = inspected.inspection
  const found = await waysThatWork(image, io)
  const ways = waysWords(image, [...instead, ...found])
  const isWiped = outcome === 'not-vhdx' && found.length > 0
  io.err(`${isWiped ? wipedWords(path) : refusalWords(path, inspected)} ${ways}\n`)
  return isWiped ? STATUS_OF.refused : STATUS_OF[outcome]
}

/** Says of such a file that it is refused. The exit status for that. */
export function sayWiped({ path }: OpenImage, { err }: Pick<Io, 'err'>): number {
  err(`${wipedWords(path)}\n`)
  return STATUS_OF.refused
}

const wipedWords = (path: string): string =>
  `${printable(basename(path))} is refused: its beginning is gone.`

function refusalWords(path: string, { inspection }: OpenImage['inspected']): string {
  const { outcome, refusal } = inspection
  const reason = refusal ? ` ${printable(messageOf(refusal))}` : ''
  return `${printable(basename(path))} is ${outcome === 'not-vhdx' ? 'not a VHDX' : 'refused'}:${reason}`
}

/** A sentence: the ways, or that there are none. */
export function waysWords({ inspected }: OpenImage, ways: readonly string[]): string {
  if (ways.length > 0) return `What works: ${[...new Set(ways)].map(quoted).join(', ')}.`
  const { outcome } = inspected.inspection
  const what = outcome === 'not-vhdx' ? 'what it is and what to do with it' : 'what is damaged'
  return `Nothing reads a disk from it: ${quoted('inspect IMAGE')} says ${what}.`
}

const quoted = (command: string): string => `“vhdx-inspector ${command}”`

/**
 * The commands that make something of an image, the safest first; IMAGE, OUT and PARENT stand for files. Reads the
 * image as often as there are ways of salvage, where those are not known.
 */
export async function waysThatWork(
  { inspected }: OpenImage,
  { signal, pause }: Io,
  known?: Salvages,
): Promise<readonly string[]> {
  const { outcome } = inspected.inspection
  const { bat, geometry } = inspected.update?.after ?? inspected.before
  const parent = geometry?.kind === 'differencing' ? ' --parent PARENT' : ''
  const before = outcome === 'refused' ? ' --before' : ''
  const { best } = known ?? (await listSalvages(inspected, TRIAL_IDS, { signal, pause }))
  return [
    ...(outcome === 'replayable' ? ['replay IMAGE OUT'] : []),
    ...(bat && outcome !== 'not-vhdx' ? [`export IMAGE OUT${before}${parent}`] : []),
    ...(best ? [`salvage IMAGE OUT --way ${best.ways.join(',')}`] : []),
  ]
}
