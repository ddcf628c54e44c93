/**
 * What a command is: a declaration, of which the parser, the help, the table in README.md and the completion
 * of the shells are made.
 */
import type { Io } from './io.ts'

/** A word of the command line: its key in capitals is what the help calls it. */
export interface Operand {
  /** In a sentence that ends a complaint: “an image”. */
  readonly what: string
  readonly isOptional?: true
  /** All that it can be, where that is not a file. */
  readonly choices?: () => readonly string[]
}

/** `--name`, or `--name VALUE`, of which is read a `T`. */
export interface Option<T> {
  readonly help: string
  /** What its value is called; without, it takes none. */
  readonly value?: string
  readonly choices?: readonly string[]
  /** What its value is called where it may stand without one, too: then `value` is not there. */
  readonly optionalValue?: string
  readonly isRepeatable?: true
  /**
   * `texts` are its values in the order in which they were said, an empty one for each time where it takes
   * none. Throws a `Usage`. `name` begins with `--`.
   */
  read(texts: readonly string[], name: string): T
}

interface Declaration<Operands, Options, Values = OperandValues<Operands> & Options> {
  readonly name: string
  /** A sentence. */
  readonly summary: string
  /** What else its own help says, a paragraph each. */
  readonly details?: readonly string[]
  /** In their order; those that are optional come last. */
  readonly operands: Operands
  readonly options: { readonly [Name in keyof Options]: Option<Options[Name]> }
  /** Resolves with an exit status. Rejects with a `Usage` before it has done anything, or with a `Failure`. */
  run(values: Values, io: Io): Promise<number>
}

type OperandValues<Operands> = {
  readonly [Name in keyof Operands]: Operands[Name] extends { readonly isOptional: true }
    ? string | undefined
    : string
}

/** Any command. What it is run with has been read by its own operands and options. */
export type Command = Declaration<
  Readonly<Record<string, Operand>>,
  Readonly<Record<string, unknown>>,
  Readonly<Record<string, unknown>>
>

/** Gives `run` the types of what the operands and options declare. */
export const defineCommand = <
  const Operands extends Readonly<Record<string, Operand>>,
  Options extends Readonly<Record<string, unknown>>,
>(
  command: Declaration<Operands, Options>,
): Command => command
