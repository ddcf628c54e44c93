/** The command line: from its arguments to an exit status. */
import { AbsentBytes } from '../engine/bytes/held.ts'
import { VERSION } from '../version.ts'
import { helpOn } from './commands/help.ts'
import { COMMANDS } from './commands.ts'
import { FAILURE, USAGE } from './exit-status.ts'
import { Failure, Usage } from './failure.ts'
import type { Io } from './io.ts'
import { readValues, splitWords } from './parse.ts'
import { printable } from './printable.ts'

/** `argv` is what follows the program's name. Resolves with the exit status; rejects only on a defect. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const { words, options } = splitWords(argv, COMMANDS)
  const [name, ...operands] = words
  const command = COMMANDS.find((each) => each.name === name)
  try {
    if (options.has('--help') || options.has('-h')) {
      io.out(helpOn(command, COMMANDS))
      return 0
    }
    if (options.has('--version')) {
      io.out(`vhdx-inspector ${VERSION}\n`)
      return 0
    }
    if (name === undefined) throw new Usage('Say what to do, such as inspect.')
    if (command === undefined) throw new Usage(`There is no command “${name}”.`)
    return await command.run(readValues(command, operands, options), io)
  } catch (error) {
    if (error instanceof Usage) {
      io.err(`${printable(error.message)} Try “vhdx-inspector --help”.\n`)
      return USAGE
    }
    // Who was interrupted in the middle of a change says so.
    if (error instanceof Failure || error instanceof AbsentBytes) io.err(`${error.message}\n`)
    else if (io.signal.aborted) io.err('Interrupted: nothing was written.\n')
    else throw error
    return FAILURE
  }
}
