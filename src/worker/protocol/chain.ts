/** Differencing chains: which of several files is the child, and the parents of the open file. */
import type { ChainReport, Risk } from '../../engine/disk/chain/chain-report.ts'
import { call } from './call.ts'
import type { Opened } from './file.ts'

/** A file under the name that people know it by. */
export interface NamedFile {
  readonly name: string
  readonly input: File | Blob | FileSystemFileHandle
  /** What somebody takes, knowing it, to have it read as a parent. */
  readonly risks?: readonly Risk[]
}

export const chain = {
  /** Which of these files is the child of the others, by its place in the list. Needs no open file. */
  findChild: call<{ readonly files: readonly NamedFile[] }, number>(),
  /**
   * Reads the disk of the open file through these from now on, as far as they fit, in any order; none
   * forgets those before. A file that cannot be read is among the refused. `name` is that of the
   * open file.
   */
  setParents: call<{ readonly name: string; readonly files: readonly NamedFile[] }, ChainReport>(),
  /**
   * From here on the state "after" of the open file is linked to the changed parent among those that were
   * given, by its name beside the child. Fails with `cannot-salvage` and the reason.
   */
  relink: call<object, Opened>(),
}
