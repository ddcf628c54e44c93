/** What follows the program's name as words and options, and those as the values of a command. */
import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { Usage } from './failure.ts'

export interface Words {
  readonly words: readonly string[]
  /** The values of each option, by its name with the dashes; `undefined` where one stands without. */
  readonly options: ReadonlyMap<string, readonly (string | undefined)[]>
}

/**
 * Options may stand anywhere, before the command, too: those of all commands are known here, and it is
 * `readValues` that refuses what a command has not. So that it can say so in our words, and because a value
 * may begin with a dash, `parseArgs` is not strict.
 */
export function splitWords(argv: readonly string[], commands: readonly Command[]): Words {
  const known = commands.flatMap((command) => Object.entries(command.options))
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      known.map(([name, { value }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string' },
      ]),
    ),
    strict: false,
    tokens: true,
  })
  const mayTake = new Set(
    known.flatMap(([name, { optionalValue }]) =>
      optionalValue === undefined ? [] : [`--${name}`],
    ),
  )
  const words: Word[] = []
  const options = new Map<string, (string | undefined)[]>()
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'positional') {
      const before = argv[token.index - 1] ?? ''
      words.push({ text: token.value, behind: mayTake.has(before) ? before : undefined })
    }
    // Of a number with a minus there is a token for each digit.
    const text = argv[token.index] ?? ''
    if (token.kind === 'option' && /^-\d+$/.test(text)) {
      if (tokens[i - 1]?.index !== token.index) words.push({ text, behind: undefined })
      continue
    }
    if (token.kind !== 'option') continue
    // Of short options there is only -h: -abc is one that there is not, rather than three.
    const name = token.rawName.startsWith('--') ? token.rawName : text
    options.set(name, [...(options.get(name) ?? []), token.value])
  }
  const isOperand = operandsAmong(words, commands)
  for (const [i, { text, behind }] of words.entries()) {
    const values = behind === undefined || isOperand[i] ? undefined : options.get(behind)
    values?.splice(values.indexOf(undefined), 1, text)
  }
  return { words: words.filter((_, i) => isOperand[i]).map(({ text }) => text), options }
}

interface Word {
  readonly text: string
  /** The option right before it, of those that may have a value. */
  readonly behind: string | undefined
}

/** Words that are too many for the command belong to the options that they stand behind, the last ones first. */
function operandsAmong(words: readonly Word[], commands: readonly Command[]): readonly boolean[] {
  const command = commands.find(({ name }) => name === words[0]?.text)
  let surplus = words.length - 1 - Object.keys(command?.operands ?? {}).length
  return words
    .toReversed()
    .map(({ behind }) => command === undefined || behind === undefined || surplus-- <= 0)
    .reverse()
}

/** Throws a `Usage` where a command is given what it does not take. */
export function readValues(
  { name: command, operands, options }: Command,
  words: readonly string[],
  given: Words['options'],
): Readonly<Record<string, unknown>> {
  for (const [said, values] of given) {
    const option = Object.entries(options).find(([name]) => said === `--${name}`)?.[1]
    if (!option) throw new Usage(`The command ${command} has no option ${said}.`)
    if (values.length > 1 && !option.isRepeatable) {
      throw new Usage(`The option ${said} is there twice.`)
    }
    const takesValue = (option.value ?? option.optionalValue) !== undefined
    if (!takesValue && values.some((value) => value !== undefined)) {
      throw new Usage(`The option ${said} takes no value.`)
    }
    if (option.value !== undefined && values.includes(undefined)) {
      throw new Usage(`The option ${said} needs a value.`)
    }
  }
  const wanted = Object.entries(operands)
  const isMissing = wanted.some(([, { isOptional }], i) => !isOptional && words[i] === undefined)
  if (isMissing || words.length > wanted.length) {
    const takes = wanted.map(([, { what }]) => what).join(' and ')
    throw new Usage(`The command ${command} takes ${takes || 'nothing else'}.`)
  }
  const read = Object.entries(options).map(([name, option]) => {
    const texts = given.get(`--${name}`)?.map((value) => value ?? '') ?? []
    return [name, option.read(texts, `--${name}`)]
  })
  return Object.fromEntries([...wanted.map(([name], i) => [name, words[i]]), ...read])
}
