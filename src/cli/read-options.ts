/** What the readers of commands share. */
import type { ChainOptions, Command } from './command.ts'

export type Wrong = Extract<Command, { kind: 'wrong' }>
/** The last value of each; of those that may be repeated, all are in `Syntax.read`'s `parents`. */
export type Options = ReadonlyMap<string, string>

export const wrong = (message: string): Wrong => ({ kind: 'wrong', message })

export const chainOf = (options: Options, parents: readonly string[]): ChainOptions => ({
  parents,
  findParents: options.has('--find-parents'),
})
