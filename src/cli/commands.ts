/** All commands, in the order in which the help has them. */
import type { Command } from './command.ts'
import { affected } from './commands/affected.ts'
import { apply } from './commands/apply.ts'
import { completion } from './commands/completion.ts'
import { compose } from './commands/compose.ts'
import { create } from './commands/create.ts'
import { explain } from './commands/explain.ts'
import { exportCommand } from './commands/export.ts'
import { extract } from './commands/extract.ts'
import { files } from './commands/files.ts'
import { hash } from './commands/hash.ts'
import { help } from './commands/help.ts'
import { history } from './commands/history.ts'
import { inspect } from './commands/inspect.ts'
import { map } from './commands/map.ts'
import { patch } from './commands/patch.ts'
import { relink } from './commands/relink.ts'
import { repaired } from './commands/repaired.ts'
import { replay } from './commands/replay.ts'
import { salvage } from './commands/salvage.ts'
import { skeleton } from './commands/skeleton.ts'
import { space } from './commands/space.ts'
import { trace } from './commands/trace.ts'
import { undo } from './commands/undo.ts'

/** Two of them tell of all: they ask when they run. */
export const COMMANDS: readonly Command[] = [
  inspect,
  replay,
  undo,
  patch,
  apply,
  hash,
  history,
  trace,
  map,
  space,
  files,
  extract,
  affected,
  exportCommand,
  repaired,
  relink,
  salvage,
  skeleton,
  create,
  compose,
  explain,
  completion(() => COMMANDS),
  help(() => COMMANDS),
]
