/** Words and options, before it is known which command they belong to. */

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
  '--hash',
  '--notes',
  '--as',
  '--guid',
]

/** Options may stand anywhere; behind `--` everything is a word. */
export function splitArguments(argv: readonly string[]) {
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
