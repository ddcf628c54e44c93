/** The command line: from its arguments to an exit status. */
import { VERSION } from '../version.ts'
import { applyPatch } from './apply-command.ts'
import { parseArguments } from './arguments.ts'
import { FAILURE, USAGE } from './exit-status.ts'
import { exportDisk } from './export-command.ts'
import { Failure } from './failure.ts'
import { hashImage } from './hash-command.ts'
import { HELP } from './help.ts'
import { showHistory } from './history-command.ts'
import { inspectImage } from './inspect-command.ts'
import type { Io } from './io.ts'
import { composeImage, createImage } from './make-image.ts'
import { mapImage } from './map-command.ts'
import { patchImage } from './patch-command.ts'
import { printable } from './printable.ts'
import { exportRepaired } from './repaired-command.ts'
import { replayImage } from './replay-command.ts'
import { replayInPlace } from './replay-in-place.ts'
import { showTrace } from './trace-command.ts'
import { undoReplay } from './undo-command.ts'

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
