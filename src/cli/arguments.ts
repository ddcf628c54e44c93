/** The command line as data. */
import { type Guid, NIL_GUID, parseGuid } from '../engine/bytes/guid.ts'
import { HASH_ALGORITHMS, type HashAlgorithm } from '../engine/bytes/hash/hash-names.ts'
import type { Command } from './command.ts'
import { readCreate, readExport } from './read-disk-commands.ts'
import { chainOf, type Options, type Wrong, wrong } from './read-options.ts'
import { splitArguments } from './split-arguments.ts'

const REPORT_FORMATS = ['json', 'markdown', 'html'] as const
const HASH_OPTIONS = HASH_ALGORITHMS.map((algorithm) => `--${algorithm}`)
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

const COMMANDS: ReadonlyMap<string, Syntax> = new Map([
  [
    'inspect',
    {
      options: [
        ...REPORT_FORMATS.map((format) => `--${format}`),
        '--notes',
        '--as',
        ...HASH_OPTIONS,
        ...CHAIN_OPTIONS,
      ],
      takes: 'one image',
      read: readInspect,
    },
  ],
  [
    'replay',
    {
      options: ['--file-write-guid', '--in-place', '--yes', '--no-undo'],
      takes: 'an image and the file to write, or --in-place and an image',
      read: readReplay,
    },
  ],
  ['undo', { options: [], takes: 'an undo file and the image that it belongs to', read: readUndo }],
  [
    'patch',
    {
      options: ['--file-write-guid'],
      takes: 'an image and the patch to write',
      read: readPatch,
    },
  ],
  ['apply', { options: ['--undo'], takes: 'a patch and its image', read: readApply }],
  [
    'hash',
    {
      options: [...HASH_OPTIONS, '--after', '--file-write-guid'],
      takes: 'one image',
      read: readHash,
    },
  ],
  ['history', { options: ['--json'], takes: 'one image', read: readHistory }],
  ['trace', { options: ['--json', '--guid'], takes: 'one image', read: readTrace }],
  ['map', { options: ['--json', '--before', ...CHAIN_OPTIONS], takes: 'one image', read: readMap }],
  [
    'export',
    {
      options: ['--partition', '--offset', '--length', '--before', '--hash', ...CHAIN_OPTIONS],
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
  [
    'repaired',
    {
      options: ['--csv', '--json'],
      takes: 'an image and the file to write',
      read: readRepaired,
    },
  ],
  ['compose', { options: [], takes: 'a recipe and the file to write', read: readCompose }],
])

/** What follows the program's name. */
export function parseArguments(argv: readonly string[]): Command {
  const { words, options, parents, problem } = splitArguments(argv)
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

function readInspect(
  [image, ...more]: readonly string[],
  options: Options,
  parents: readonly string[],
): Command | undefined {
  if (image === undefined || more.length > 0) return undefined
  const formats = REPORT_FORMATS.filter((format) => options.has(`--${format}`))
  if (formats.length > 1) return wrong('A report has one form: --json, --markdown or --html.')
  if (options.has('--notes') && formats.length === 0) {
    return wrong('The --notes belong to a report: say --json, --markdown or --html.')
  }
  const hashes = algorithmsOf(options)
  if (hashes.length > 0 && formats.length === 0) {
    return wrong(
      'A hash belongs to a report: say --json, --markdown or --html, or the command hash.',
    )
  }
  const as = options.get('--as')
  if (as !== undefined && as !== 'qemu')
    return wrong(`Nothing reads an image --as “${as}”: say qemu.`)
  return {
    kind: 'inspect',
    image,
    format: formats[0] ?? 'summary',
    as,
    notes: options.get('--notes'),
    hashes,
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

const algorithmsOf = (options: Options): readonly HashAlgorithm[] =>
  HASH_ALGORITHMS.filter((algorithm) => options.has(`--${algorithm}`))

function readHash([image, ...more]: readonly string[], options: Options) {
  if (image === undefined || more.length > 0) return undefined
  const fileWriteGuid = readGuid(options.get('--file-write-guid'))
  if (typeof fileWriteGuid === 'object') return fileWriteGuid
  const after = options.has('--after')
  if (fileWriteGuid !== undefined && !after)
    return wrong('The --file-write-guid belongs to --after.')
  const wanted = algorithmsOf(options)
  const algorithms = wanted.length > 0 ? wanted : (['sha256'] as const)
  return { kind: 'hash', image, algorithms, after, fileWriteGuid } as const
}

function readUndo([undoFile, image, ...more]: readonly string[]): Command | undefined {
  if (undoFile === undefined || image === undefined || more.length > 0) return undefined
  return { kind: 'undo', undoFile, image }
}

function readPatch([image, out, ...more]: readonly string[], options: Options) {
  if (image === undefined || out === undefined || more.length > 0) return undefined
  const fileWriteGuid = readGuid(options.get('--file-write-guid'))
  if (typeof fileWriteGuid === 'object') return fileWriteGuid
  return { kind: 'patch', image, out, fileWriteGuid } as const
}

function readApply(
  [patchFile, image, ...more]: readonly string[],
  options: Options,
): Command | undefined {
  if (patchFile === undefined || image === undefined || more.length > 0) return undefined
  return { kind: 'apply', patchFile, image, undo: options.has('--undo') }
}

function readRepaired([image, out, ...more]: readonly string[], options: Options) {
  if (image === undefined || out === undefined || more.length > 0) return undefined
  const formats = (['csv', 'json'] as const).filter((format) => options.has(`--${format}`))
  if (formats.length > 1) return wrong('Say --csv or --json, not both.')
  return { kind: 'repaired', image, out, format: formats[0] ?? 'raw' } as const
}

function readCompose([recipe, out, ...more]: readonly string[]): Command | undefined {
  if (recipe === undefined || out === undefined || more.length > 0) return undefined
  return { kind: 'compose', recipe, out }
}

function readHistory([image, ...more]: readonly string[], options: Options) {
  if (image === undefined || more.length > 0) return undefined
  return { kind: 'history', image, json: options.has('--json') } as const
}

function readTrace([image, ...more]: readonly string[], options: Options) {
  if (image === undefined || more.length > 0) return undefined
  const text = options.get('--guid')
  const guid = text === undefined ? undefined : parseGuid(text)
  if (text !== undefined && guid === undefined) return wrong(`“${text}” is not a GUID.`)
  return { kind: 'trace', image, guid, json: options.has('--json') } as const
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
