/** The command line: from its arguments to an exit status. */
import { VERSION } from '../version.ts'
import { parseArguments } from './arguments.ts'
import { applyPatch } from './commands/apply.ts'
import { exportDisk } from './commands/export.ts'
import { hashImage } from './commands/hash.ts'
import { showHistory } from './commands/history.ts'
import { inspectImage } from './commands/inspect.ts'
import { composeImage, createImage } from './commands/make-image.ts'
import { mapImage } from './commands/map.ts'
import { patchImage } from './commands/patch.ts'
import { exportRepaired } from './commands/repaired.ts'
import { replayImage } from './commands/replay.ts'
import { replayInPlace } from './commands/replay-in-place.ts'
import { showTrace } from './commands/trace.ts'
import { undoReplay } from './commands/undo.ts'
import { FAILURE, USAGE } from './exit-status.ts'
import { Failure } from './failure.ts'
import { HELP } from './help.ts'
import type { Io } from './io.ts'
import { printable } from './printable.ts'

/** `argv` is what follows the program's name. Resolves with the exit status; rejects only on a defect. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const command = parseArguments(argv)
  try {
    switch (command.kind) {
      case 'help':
        io.out(HELP)
        return 0
      case 'version':
        io.out(`vhdx-inspector ${VERSION}\n`)
        return 0
      case 'wrong':
        io.err(`${printable(command.message)} Try “vhdx-inspector --help”.\n`)
        return USAGE
      case 'inspect':
        return await inspectImage(command, io)
      case 'replay':
        return await replayImage(command, io)
      case 'replay-in-place':
        return await replayInPlace(command, io)
      case 'undo':
        return await undoReplay(command, io)
      case 'patch':
        return await patchImage(command, io)
      case 'apply':
        return await applyPatch(command, io)
      case 'map':
        return await mapImage(command, io)
      case 'history':
        return await showHistory(command, io)
      case 'trace':
        return await showTrace(command, io)
      case 'hash':
        return await hashImage(command, io)
      case 'export':
        return await exportDisk(command, io)
      case 'create':
        return await createImage(command, io)
      case 'repaired':
        return await exportRepaired(command, io)
      case 'compose':
        return await composeImage(command, io)
    }
  } catch (error) {
    // Who was interrupted in the middle of a change says so.
    if (error instanceof Failure) io.err(`${error.message}\n`)
    else if (io.signal.aborted) io.err('Interrupted: nothing was written.\n')
    else throw error
    return FAILURE
  }
}
