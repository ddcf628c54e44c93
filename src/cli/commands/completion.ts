/** `completion`: what makes a shell complete a command line, made of what the commands declare. */
import { type Command, defineCommand, type Option } from '../command.ts'
import { oneOf } from '../options.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

export const completion = (commands: () => readonly Command[]): Command =>
  defineCommand({
    name: 'completion',
    summary: 'Prints a script that makes a shell complete commands, options and their values.',
    details: [
      'In bash: source <(vhdx-inspector completion bash). In zsh, behind compinit: source <(vhdx-inspector completion zsh). In fish: vhdx-inspector completion fish | source.',
    ],
    operands: { shell: { what: 'one shell: bash, zsh or fish', choices: () => SHELLS } },
    options: {},
    async run({ shell }, io) {
      io.out(SCRIPTS[oneOf(SHELLS, shell, 'The shell')](commands()))
      return 0
    },
  })

const nameOf = ([name]: readonly [string, Option<unknown>]): string => `--${name}`

type Script = (commands: readonly Command[]) => string

/** As one word of any of the three shells. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** What the operands of a command can be, where those are no files. */
const wordsOf = ({ operands }: Command): readonly string[] =>
  Object.values(operands).flatMap(({ choices }) => choices?.() ?? [])

const bash: Script = (commands) => {
  const options = commands.flatMap((command) => Object.entries(command.options))
  const withValue = options.filter(([, { value }]) => value !== undefined).map(nameOf)
  // What can stand behind a command, behind an option of it, and, as “-”, for an option.
  const places: readonly (readonly [place: string, words: readonly string[]])[] = [
    ['', commands.map(({ name }) => name)],
    [' -', ['--help', '--version']],
    ...commands.flatMap((command) => [
      [command.name, wordsOf(command)] as const,
      [`${command.name} -`, ['--help', ...Object.entries(command.options).map(nameOf)]] as const,
      ...Object.entries(command.options).map(
        ([name, { choices = [] }]) => [`${command.name} --${name}`, choices] as const,
      ),
    ]),
  ]
  const cases = places
    .filter(([, words]) => words.length > 0)
    .map(([place, words]) => `    '${place}') words='${words.join(' ')}' ;;`)
  return `_vhdx_inspector() {
  local word command option words current=\${COMP_WORDS[COMP_CWORD]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    # Of --option=value, bash makes three words.
    if [[ $word == = ]]; then continue; fi
    if [[ $option ]]; then option=; continue; fi
    case $word in
      ${[...new Set(withValue)].join(' | ')}) option=$word ;;
      -*) ;;
      *) command=\${command:-$word} ;;
    esac
  done
  if [[ $current == = ]]; then current=; fi
  if [[ ! $option && $current == -* ]]; then option=-; fi
  case $command\${option:+ $option} in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
# Where nothing fits, files.
complete -o default -F _vhdx_inspector vhdx-inspector vhdx-inspector.js
`
}

const zsh: Script = (commands) => {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`)
  const cases = commands.map((command) => {
    const options = Object.entries(command.options).map(zshOption)
    const words = wordsOf(command)
    const operands = Object.keys(command.operands).map(
      (name) => `:${name}:${words.length > 0 ? `(${words.join(' ')})` : '_files'}`,
    )
    const specs = [...options, ...operands].map(quoted)
    return `      ${command.name}) _arguments --help ${specs.join(' ')} ;;`
  })
  return `_vhdx_inspector() {
  local curcontext=$curcontext state line
  local -a commands=(
${names.join('\n')}
  )
  _arguments -C --help --version ':command:->command' '*::operand:->operand'
  case $state in
    command) _describe command commands ;;
    operand) case $words[1] in
${cases.join('\n')}
    esac ;;
  esac
}
compdef _vhdx_inspector vhdx-inspector vhdx-inspector.js
`
}

/** As `_arguments` takes it: `*--name=[help]:VALUE:what completes it`. */
function zshOption([name, option]: readonly [string, Option<unknown>]): string {
  const { help, value, choices, isRepeatable } = option
  const files = value === 'FILE' ? '_files' : ' '
  const values = choices ? `(${choices.join(' ')})` : files
  const before = isRepeatable ? '*' : ''
  const about = `[${help.replaceAll(/[[\]\\]/g, '\\$&')}]`
  return value === undefined
    ? `--${name}${about}`
    : `${before}--${name}=${about}:${value}:${values}`
}

const fish: Script = (commands) => {
  const complete = 'complete -c vhdx-inspector'
  const first = `${complete} -n __fish_use_subcommand`
  const lines = commands.flatMap((command) => {
    const behind = `${complete} -n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`
    const words = wordsOf(command)
    return [
      `${first} -f -a ${command.name} -d ${quoted(command.summary)}`,
      ...(words.length > 0 ? [`${behind} -f -a ${quoted(words.join(' '))}`] : []),
      ...Object.entries(command.options).map(([name, { help, value, choices }]) => {
        const takes = value === undefined ? '' : value === 'FILE' ? ' -r' : ' -x'
        const values = choices ? ` -a ${quoted(choices.join(' '))}` : ''
        return `${behind} -l ${name} -d ${quoted(help)}${takes}${values}`
      }),
    ]
  })
  return `${lines.join('\n')}
${complete} -l help
${first} -l version
complete -c vhdx-inspector.js -w vhdx-inspector
`
}

const SCRIPTS = { bash, zsh, fish }
