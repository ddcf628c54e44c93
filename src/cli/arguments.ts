/** The command line as data. */
import { type Guid, NIL_GUID, parseGuid } from '../engine/bytes/guid.ts'
import { parseSize } from '../engine/bytes/parse-size.ts'
import {
  blockSizeProblem,
  diskSizeProblem,
  logLengthProblem,
} from '../engine/compose/disk-problems.ts'
import { GIB } from '../engine/format/layout.ts'
import type { ChainOptions, Command } from './command.ts'

type Wrong = Extract<Command, { kind: 'wrong' }>
/** The last value of each; of those that may be repeated, all are in `Syntax.read`'s `parents`. */
type Options = ReadonlyMap<string, string>

const CHAIN_OPTIONS = ['--parent', '--find-parents']

interface Syntax {
  readonly options: readonly string[]
  /** What the operands are, in a sentence that ends a complaint. */
  readonly takes: string
  /** `undefined` for another number of operands. */
  read(
    operands: readonly string[],
    options: Options,
    parents: readonly string[],
  ): Command | undefined
}

const VALUE_OPTIONS = [
  '--file-write-guid',
  '--size',
  '--block-size',
  '--logical-sector',
  '--log-size',
  '--parent',
  '--partition',
  '--offset',
  '--length',
]
/** A larger log is never searched (rule `log.too-large`). */
const MAX_LOG_SIZE = GIB

const COMMANDS: ReadonlyMap<string, Syntax> = new Map([
  ['inspect', { options: ['--json', ...CHAIN_OPTIONS], takes: 'one image', read: readInspect }],
  [
    'replay',
    {
      options: ['--file-write-guid', '--in-place', '--yes', '--no-undo'],
      takes: 'an image and the file to write, or --in-place and an image',
      read: readReplay,
    },
  ],
  ['undo', { options: [], takes: 'an undo file and the image that it belongs to', read: readUndo }],
  ['map', { options: ['--json', '--before', ...CHAIN_OPTIONS], takes: 'one image', read: readMap }],
  [
    'export',
    {
      options: ['--partition', '--offset', '--length', '--before', ...CHAIN_OPTIONS],
      takes: 'an image and the file to write',
      read: readExport,
    },
  ],
  [
    'create',
    {
      options: ['--size', '--block-size', '--logical-sector', '--log-size'],
      takes: 'the file to write',
      read: readCreate,
    },
  ],
  ['compose', { options: [], takes: 'a recipe and the file to write', read: readCompose }],
])

/** What follows the program's name. */
export function parseArguments(argv: readonly string[]): Command {
  const { words, options, parents, problem } = split(argv)
  if (options.has('--help') || options.has('-h')) return { kind: 'help' }
  if (options.has('--version')) return { kind: 'version' }
  if (problem !== undefined) return wrong(problem)
  const [name, ...operands] = words
  if (name === undefined) return wrong('Say what to do, such as inspect.')
  const syntax = COMMANDS.get(name)
  if (syntax === undefined) return wrong(`There is no command “${name}”.`)
  const unknown = [...options.keys()].find((option) => !syntax.options.includes(option))
  if (unknown !== undefined) return wrong(`The command ${name} has no option ${unknown}.`)
  return (
    syntax.read(operands, options, parents) ?? wrong(`The command ${name} takes ${syntax.takes}.`)
  )
}

const wrong = (message: string): Wrong => ({ kind: 'wrong', message })

const chainOf = (options: Options, parents: readonly string[]): ChainOptions => ({
  parents,
  findParents: options.has('--find-parents'),
})

function readInspect(
  [image, ...more]: readonly string[],
  options: Options,
  parents: readonly string[],
): Command | undefined {
  if (image === undefined || more.length > 0) return undefined
  return {
    kind: 'inspect',
    image,
    json: options.has('--json'),
    ...chainOf(options, parents),
  }
}

function readReplay([image, out, ...more]: readonly string[], options: Options) {
  const inPlace = options.has('--in-place')
  if (image === undefined || more.length > 0 || inPlace === (out !== undefined)) return undefined
  const fileWriteGuid = readGuid(options.get('--file-write-guid'))
  if (typeof fileWriteGuid === 'object') return fileWriteGuid
  const [yes, undo] = [options.has('--yes'), !options.has('--no-undo')]
  if (out === undefined)
    return { kind: 'replay-in-place', image, fileWriteGuid, yes, undo } as const
  if (yes || !undo) return wrong('The options --yes and --no-undo belong to --in-place.')
  return { kind: 'replay', image, out, fileWriteGuid } as const
}

function readGuid(text: string | undefined): Guid | undefined | Wrong {
  const guid = text === undefined ? undefined : parseGuid(text)
  if (text !== undefined && guid === undefined) return wrong(`“${text}” is not a GUID.`)
  return guid === NIL_GUID ? wrong('The FileWriteGuid must not be zero.') : guid
}

function readUndo([undoFile, image, ...more]: readonly string[]): Command | undefined {
  if (undoFile === undefined || image === undefined || more.length > 0) return undefined
  return { kind: 'undo', undoFile, image }
}

function readCompose([recipe, out, ...more]: readonly string[]): Command | undefined {
  if (recipe === undefined || out === undefined || more.length > 0) return undefined
  return { kind: 'compose', recipe, out }
}

function readMap(
  [image, ...more]: readonly string[],
  options: Options,
  parents: readonly string[],
): Command | undefined {
  if (image === undefined || more.length > 0) return undefined
  return {
    kind: 'map',
    image,
    json: options.has('--json'),
    before: options.has('--before'),
    ...chainOf(options, parents),
  }
}

function readExport(
  [image, out, ...more]: readonly string[],
  options: Options,
  parents: readonly string[],
) {
  if (image === undefined || out === undefined || more.length > 0) return undefined
  const number = options.get('--partition')
  if (number !== undefined && !/^[1-9]\d{0,8}$/.test(number)) {
    return wrong(`“${number}” is not the number of a partition.`)
  }
  const places = ['--offset', '--length'] as const
  if (number !== undefined && places.some((name) => options.has(name))) {
    return wrong('A --partition is a range already: leave --offset and --length out.')
  }
  const [offset, length] = places.map((name) => readPlace(options.get(name)))
  const unreadable = places.find((name) => readPlace(options.get(name)) === null)
  if (unreadable !== undefined) {
    return wrong(
      `The ${unreadable} “${options.get(unreadable)}” is no size, such as 4096 or 10GiB.`,
    )
  }
  return {
    kind: 'export',
    image,
    out,
    before: options.has('--before'),
    partition: number === undefined ? undefined : Number(number),
    offset: offset ?? undefined,
    length: length ?? undefined,
    ...chainOf(options, parents),
  } as const
}

/** Bytes; `null` where it is no size that a number holds. */
function readPlace(text: string | undefined): number | undefined | null {
  if (text === undefined) return undefined
  const size = parseSize(text)
  return size === undefined || size > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(size)
}

function readCreate([out, ...more]: readonly string[], options: Options): Command | undefined {
  if (out === undefined || more.length > 0) return undefined
  if (!options.has('--size')) return wrong('The command create needs a --size.')
  const texts = {
    '--size': options.get('--size') ?? '',
    '--block-size': options.get('--block-size') ?? '32MiB',
    '--log-size': options.get('--log-size') ?? '1MiB',
  }
  const unreadable = Object.entries(texts).find(([, text]) => parseSize(text) === undefined)
  if (unreadable) {
    return wrong(`The ${unreadable[0]} “${unreadable[1]}” is no size, such as 4096 or 10GiB.`)
  }
  const sector = options.get('--logical-sector') ?? '512'
  if (sector !== '512' && sector !== '4096') return wrong('A logical sector has 512 or 4096 bytes.')
  const logicalSectorSize = sector === '512' ? 512 : 4096
  const [size = 0n, blockSize = 0n, logSize = 0n] = Object.values(texts).map(parseSize)
  const problem =
    diskSizeProblem(size, logicalSectorSize) ??
    blockSizeProblem(blockSize) ??
    logLengthProblem(logSize, MAX_LOG_SIZE)
  if (problem !== undefined) return wrong(problem)
  return {
    kind: 'create',
    out,
    size: Number(size),
    blockSize: Number(blockSize),
    logicalSectorSize,
    logSize: Number(logSize),
  }
}

/** Options may stand anywhere; behind `--` everything is a word. */
function split(argv: readonly string[]) {
  const words: string[] = []
  const options = new Map<string, string>()
  const parents: string[] = []
  let problem: string | undefined
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
    const takesValue = VALUE_OPTIONS.includes(name)
    if (options.has(name) && name !== '--parent') problem ??= `The option ${name} is there twice.`
    if (value !== undefined && !takesValue) problem ??= `The option ${name} takes no value.`
    const given = takesValue && value === undefined ? argv[++i] : value
    if (takesValue && given === undefined) problem ??= `The option ${name} needs a value.`
    options.set(name, given ?? '')
    if (name === '--parent') parents.push(given ?? '')
  }
  return { words, options, parents, problem }
}
