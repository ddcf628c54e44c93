/** What there is to say about a file that is no VHDX: to command line and report alike. */
import { type FileKind, type FoundKind, kindWords } from '../kind-words.ts'
import { FOREIGN_WORDS, type ForeignCommand, kindByName } from './foreign-words.ts'

export interface ForeignAnswer {
  readonly kind: FileKind
  /** What it is, and what is in it: two sentences or three. */
  readonly what: string
  /** What to do: a sentence or two; `undefined` where `what` says all. */
  readonly advice?: string
  /** That do it; FILE stands for the file. */
  readonly commands: readonly ForeignCommand[]
}

/** By the content, and by the `name` of the file where the content tells nothing; `undefined` where neither does. */
export function foreignAnswer(found: FoundKind, name: string): ForeignAnswer | undefined {
  const kind = kindByName(found.kind, name)
  if (kind === 'unknown') return undefined
  const { note, advice, commands = [] } = FOREIGN_WORDS[kind]
  const how = kind === found.kind ? 'It looks like' : 'By its name it is'
  return {
    kind,
    what: `${how} ${kindWords({ ...found, kind })}. ${note}`,
    ...(advice !== undefined && { advice }),
    commands,
  }
}

export const commandWords = ({
  system,
  command,
}: Omit<ForeignCommand, 'system'> & { readonly system: string }): string => `${system}: ${command}`
