/** Everything that passes between the page and the worker of one open file. */
import { affected } from './affected.ts'
import { blocks } from './blocks.ts'
import type { Call } from './call.ts'
import { chain } from './chain.ts'
import { disk } from './disk.ts'
import { edit } from './edit.ts'
import { file } from './file.ts'
import { files } from './files.ts'
import { hash } from './hash.ts'
import { history } from './history.ts'
import { log } from './log.ts'
import { patch } from './patch.ts'
import { qemu } from './qemu.ts'
import { recipe } from './recipe.ts'
import { repair } from './repair.ts'
import { report } from './report.ts'
import { salvage } from './salvage.ts'
import { save } from './save.ts'
import { search } from './search.ts'
import { skeleton } from './skeleton.ts'
import { space } from './space.ts'
import { workbench } from './workbench.ts'

/** All calls, by subject. `disk.read` is the name of the call `read` about the subject `disk`. */
export const SUBJECTS = {
  file,
  log,
  history,
  blocks,
  space,
  disk,
  search,
  affected,
  files,
  chain,
  salvage,
  skeleton,
  save,
  hash,
  patch,
  qemu,
  repair,
  report,
  recipe,
  workbench,
  edit,
}
type Subjects = typeof SUBJECTS
export type Subject = keyof Subjects
export type CallName = { [S in Subject]: `${S}.${keyof Subjects[S] & string}` }[Subject]

type Declared<C extends CallName> = C extends `${infer S extends Subject}.${infer V}`
  ? V extends keyof Subjects[S]
    ? Subjects[S][V]
    : never
  : never

/** What each call takes and gives. */
export type Calls = {
  [C in CallName]: Declared<C> extends Call<infer Params, infer Result, infer Addition>
    ? { readonly params: Params; readonly result: Result; readonly addition: Addition }
    : never
}

/** Whether a call would open the browser’s private storage. */
export function stores<C extends CallName>(name: C, params: Calls[C]['params']): boolean {
  const [subject, verb] = name.split('.') as [Subject, string]
  const calls: Readonly<Record<string, Pick<Call<never, unknown>, 'nature'>>> = SUBJECTS[subject]
  const asked = calls[verb]?.nature.stores
  return typeof asked === 'function' ? asked(params as never) : asked === true
}

/** plan: of an image that has only the blocks that hold something, to find these. */
export type SavePhase = 'plan' | 'check' | 'write' | 'finish' | 'verify'

export interface Progress {
  /** Of a save. */
  readonly phase?: SavePhase | undefined
  /** In bytes. `total` is 0 where it cannot be known. */
  readonly done: number
  readonly total: number
}

export type ErrorCode =
  | 'aborted'
  | 'file-changed'
  | 'file-missing'
  | 'no-permission'
  | 'in-use'
  | 'unreadable'
  | 'no-space'
  | 'verify-failed'
  | 'cannot-replay'
  | 'cannot-salvage'
  /** An edit that cannot be made, or that the log has no room for. */
  | 'cannot-edit'
  | 'bad-recipe'
  /** A skeleton is open, and has not what is needed. */
  | 'not-in-skeleton'
  /** There can be no skeleton of the file. */
  | 'no-skeleton'
  | 'internal'

/**
 * What was read or written where it failed. source: the open file. parent: one that its disk is read
 * through. target: what is being saved. workbench: the browser's private storage. given: a file that
 * came with the call and is not open.
 */
export type ErrorSubject = 'source' | 'parent' | 'target' | 'workbench' | 'given'

export interface ErrorInfo {
  readonly code: ErrorCode
  /** One sentence for the user. */
  readonly message: string
  /** Whose error it is; `undefined` where nothing was read or written. */
  readonly about?: ErrorSubject | undefined
  /** Of a salvage: the setting that another value would do for. */
  readonly setting?: string | undefined
}

export type Request =
  | {
      [C in CallName]: {
        readonly id: number
        readonly call: C
        readonly params: Calls[C]['params']
      }
    }[CallName]
  | { readonly id: number; readonly abort: true }

/**
 * `ready` comes first and once. Modules with a top-level await evaluate late, and a message that
 * arrives while nobody listens is lost, so the page holds its calls back until then.
 */
export type Reply =
  | { readonly ready: true }
  | ({ readonly id: number } & (
      | { readonly progress: Progress }
      | { readonly addition: Calls[CallName]['addition'] }
      | { readonly result: Calls[CallName]['result'] }
      | { readonly error: ErrorInfo }
    ))
