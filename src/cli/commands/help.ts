/** `help`: what the command line says about itself, made of what the commands declare. */
import { type Command, defineCommand, type Option } from '../command.ts'
import { Usage } from '../failure.ts'
import { wrap } from '../wrap.ts'

export const help = (commands: () => readonly Command[]): Command =>
  defineCommand({
    name: 'help',
    summary: 'Says what a command does and which options it has.',
    operands: {
      command: {
        what: 'one command',
        isOptional: true,
        choices: () => commands().map(({ name }) => name),
      },
    },
    options: {},
    async run({ command }, io) {
      const found = commands().find(({ name }) => name === command)
      if (command !== undefined && !found) throw new Usage(`There is no command “${command}”.`)
      io.out(helpOn(found, commands()))
      return 0
    },
  })

/** `replay IMAGE [OUT]` */
export const usageOf = ({ name, operands }: Command): string =>
  [
    name,
    ...Object.entries(operands).map(([key, { isOptional }]) =>
      isOptional ? `[${key.toUpperCase()}]` : key.toUpperCase(),
    ),
  ].join(' ')

/** `--notes FILE` */
export const optionUsage = (name: string, { value, optionalValue }: Option<unknown>): string =>
  [`--${name}`, value, optionalValue && `[${optionalValue}]`].filter(Boolean).join(' ')

/** What is to be known where a command has such a name in capitals. */
const NOTES: readonly (readonly [name: RegExp, note: string])[] = [
  [
    /\bSIZE\b/,
    'A SIZE is in bytes or has a unit: KiB, MiB, GiB, TiB. In hexadecimal it begins with 0x.',
  ],
  [
    /\bOUT\b/,
    'OUT must not exist. It is sparse where there is nothing. A run that fails or is interrupted leaves none, or names what it cannot remove.',
  ],
]

const CHANGES =
  'Only “undo”, “apply” and “replay --in-place” change an IMAGE, the last one with --yes or when its question is answered with y. They do it in an order that survives a crash at any moment: the same command again completes it.'

const EXIT_STATUS: readonly Row[] = [
  ['0', 'Clean and all of the disk can be read; or written, or done.'],
  [
    '10',
    'The log can be replayed, and its result is whole (inspect, and replay --in-place where nobody has said yes).',
  ],
  [
    '11',
    'Part of the disk cannot be read or is in doubt, whatever the log says (inspect); with --strict any warning.',
  ],
  ['12', 'A parent is missing, changed, or cannot be read (inspect).'],
  ['20', 'Refused, or nothing to repair.'],
  ['30', 'Not a VHDX.'],
  [
    '1',
    'An I/O failure, a patch or an undo file of another image, a patch that would change nothing, an export of a disk with parts that cannot be read, or a code or rule that is not known.',
  ],
  ['2', 'Wrong usage or a wrong recipe.'],
]

/** Of one command, or of all. */
export const helpOn = (command: Command | undefined, commands: readonly Command[]): string =>
  `${(command ? helpOnOne(command) : helpOnAll(commands)).join('\n\n')}\n`

const helpOnAll = (commands: readonly Command[]): readonly string[] => [
  'VHDX Inspector: what is in a VHDX image, and what its log would change.',
  table(
    'Commands:',
    commands.map((command) => [usageOf(command), command.summary]),
  ),
  wrap('“vhdx-inspector help COMMAND” says more of one of them. Others: --help, --version.'),
  ...NOTES.map(([, note]) => wrap(note)),
  wrap(CHANGES),
  table('Exit status:', EXIT_STATUS),
]

function helpOnOne(command: Command): readonly string[] {
  const options = Object.entries(command.options).map(
    ([name, option]): Row => [optionUsage(name, option), option.help],
  )
  const blocks = [
    `vhdx-inspector ${usageOf(command)}${options.length > 0 ? ' [OPTION…]' : ''}`,
    ...[command.summary, ...(command.details ?? [])].map((text) => wrap(text)),
    ...(options.length > 0 ? [table('Options:', options)] : []),
  ]
  const notes = NOTES.filter(([name]) => blocks.some((text) => name.test(text)))
  return [...blocks, ...notes.map(([, note]) => wrap(note))]
}

type Row = readonly [label: string, text: string]

/** The texts in a column of their own. */
function table(title: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([label]) => label.length)) + 4
  const lines = rows.map(([label, text]) => `  ${label}`.padEnd(width) + wrap(text, width))
  return [title, ...lines].join('\n')
}
