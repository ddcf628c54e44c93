/** The command line as data. */
import { type Guid, NIL_GUID, parseGuid } from '../engine/bytes/guid.ts'

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'inspect'; readonly image: string; readonly json: boolean }
  | {
      readonly kind: 'replay'
      readonly image: string
      readonly out: string
      readonly fileWriteGuid: Guid | undefined
    }
  /** `message` is one sentence. */
  | { readonly kind: 'wrong'; readonly message: string }

const OPTIONS = {
  inspect: ['--json'],
  replay: ['--file-write-guid'],
} as const

export const HELP = `VHDX Inspector: what is in a VHDX image, and what its log would change.

Usage:
  vhdx-inspector inspect IMAGE            a readable summary
  vhdx-inspector inspect IMAGE --json     the report, version 1, and nothing else
  vhdx-inspector replay IMAGE OUT         writes a copy of IMAGE with its log replayed

Options:
  --file-write-guid GUID   of replay: the FileWriteGuid of the copy, instead of a random one,
                           so that a copy can be made again byte for byte
  --help, --version

IMAGE is only ever read. OUT must not exist; it is sparse where IMAGE is, and a run that fails
or is interrupted leaves none.

Exit status of inspect: 0 clean, 10 the log can be replayed, 20 refused, 30 not a VHDX.
Exit status of replay: 0 written, 20 refused, 30 not a VHDX.
Both: 1 an I/O failure, 2 wrong usage.
`

/** What follows the program's name. */
export function parseArguments(argv: readonly string[]): Command {
  const { words, options, wrong } = split(argv)
  if (options.has('--help') || options.has('-h')) return { kind: 'help' }
  if (options.has('--version')) return { kind: 'version' }
  if (wrong !== undefined) return { kind: 'wrong', message: wrong }
  const [name, ...operands] = words
  if (name === undefined) return { kind: 'wrong', message: 'Say what to do: inspect or replay.' }
  if (name !== 'inspect' && name !== 'replay') {
    return { kind: 'wrong', message: `There is no command “${name}”.` }
  }
  const known: readonly string[] = OPTIONS[name]
  const unknown = [...options.keys()].find((option) => !known.includes(option))
  if (unknown !== undefined) {
    return { kind: 'wrong', message: `The command ${name} has no option ${unknown}.` }
  }
  return name === 'inspect' ? inspectCommand(operands, options) : replayCommand(operands, options)
}

type Options = ReadonlyMap<string, string>

function inspectCommand(operands: readonly string[], options: Options): Command {
  const [image, ...more] = operands
  if (image === undefined || more.length > 0) {
    return { kind: 'wrong', message: 'The command inspect takes one image.' }
  }
  return { kind: 'inspect', image, json: options.has('--json') }
}

function replayCommand(operands: readonly string[], options: Options): Command {
  const [image, out, ...more] = operands
  if (image === undefined || out === undefined || more.length > 0) {
    return { kind: 'wrong', message: 'The command replay takes an image and the file to write.' }
  }
  const text = options.get('--file-write-guid')
  const fileWriteGuid = text === undefined ? undefined : parseGuid(text)
  if (text !== undefined && fileWriteGuid === undefined) {
    return { kind: 'wrong', message: `“${text}” is not a GUID.` }
  }
  if (fileWriteGuid === NIL_GUID) {
    return { kind: 'wrong', message: 'The FileWriteGuid must not be zero.' }
  }
  return { kind: 'replay', image, out, fileWriteGuid }
}

/** Options may stand anywhere; behind `--` everything is a word. */
function split(argv: readonly string[]) {
  const words: string[] = []
  const options = new Map<string, string>()
  let wrong: string | undefined
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? ''
    if (argument === '--') {
      words.push(...argv.slice(i + 1))
      break
    }
    if (!argument.startsWith('-') || argument === '-') {
      words.push(argument)
      continue
    }
    const [name = '', value] = argument.split(/=(.*)/s)
    const takesValue = name === '--file-write-guid'
    if (options.has(name)) wrong ??= `The option ${name} is there twice.`
    if (value !== undefined && !takesValue) wrong ??= `The option ${name} takes no value.`
    const given = takesValue && value === undefined ? argv[++i] : value
    if (takesValue && given === undefined) wrong ??= `The option ${name} needs a value.`
    options.set(name, given ?? '')
  }
  return { words, options, wrong }
}
