/** What the worker answers: every call of the protocol, about the one file that it has open. */
import { fileCalls } from './calls/file.ts'
import { CallError } from './client.ts'
import { CurrentFile } from './file/current-file.ts'
import type { Subject } from './protocol/protocol.ts'
import type { Answering, HandlersOf } from './rpc.ts'
import { type Platform, type Workbench, workbench } from './workbench/workbench.ts'

/** What all calls share. */
export interface Session {
  readonly current: CurrentFile
  readonly bench: Workbench
  /** Lacks what the browser lacks. */
  readonly platform: Partial<Platform>
}

/** What a file needs to be opened is here; the rest comes after it, so that it opens sooner. */
const CODE: {
  readonly [S in Subject]: (session: Session) => HandlersOf<S> | Promise<HandlersOf<S>>
} = {
  file: fileCalls,
  log: async (session) => (await import('./calls/log.ts')).logCalls(session),
  history: async (session) => (await import('./calls/history.ts')).historyCalls(session),
  blocks: async (session) => (await import('./calls/blocks.ts')).blocksCalls(session),
  space: async (session) => (await import('./calls/space.ts')).spaceCalls(session),
  disk: async (session) => (await import('./calls/disk.ts')).diskCalls(session),
  search: async (session) => (await import('./calls/search.ts')).searchCalls(session),
  affected: async (session) => (await import('./calls/affected.ts')).affectedCalls(session),
  files: async (session) => (await import('./calls/files.ts')).filesCalls(session),
  chain: async (session) => (await import('./calls/chain.ts')).chainCalls(session),
  salvage: async (session) => (await import('./calls/salvage.ts')).salvageCalls(session),
  skeleton: async (session) => (await import('./calls/skeleton.ts')).skeletonCalls(session),
  save: async (session) => (await import('./calls/save.ts')).saveCalls(session),
  hash: async (session) => (await import('./calls/hash.ts')).hashCalls(session),
  patch: async (session) => (await import('./calls/patch.ts')).patchCalls(session),
  qemu: async (session) => (await import('./calls/qemu.ts')).qemuCalls(session),
  repair: async (session) => (await import('./calls/repair.ts')).repairCalls(session),
  report: async (session) => (await import('./calls/report.ts')).reportCalls(session),
  recipe: async (session) => (await import('./calls/recipe.ts')).recipeCalls(session),
  workbench: async (session) => (await import('./calls/workbench.ts')).workbenchCalls(session),
  edit: async (session) => (await import('./calls/edit.ts')).editCalls(session),
}

/**
 * Answers about one open file. All code is asked for at once: by the time a file is open the page may
 * be offline. `platform` lacks what the browser lacks.
 */
export function answerCalls(platform: Partial<Platform> = {}): Answering {
  const session: Session = { current: new CurrentFile(), bench: workbench(platform), platform }
  const begun = new Map<Subject, Promise<HandlersOf<never>>>()
  const answering = (<S extends Subject>(subject: S) => {
    const known = begun.get(subject)
    if (known) return known
    if (!Object.hasOwn(CODE, subject))
      return Promise.reject(new CallError('internal', `There are no calls about “${subject}”.`))
    const code = Promise.resolve(CODE[subject](session)) as Promise<HandlersOf<never>>
    begun.set(subject, code)
    // Who calls is told; the next call may have more luck.
    code.catch(() => begun.delete(subject))
    return code
  }) as unknown as Answering
  for (const subject of Object.keys(CODE) as Subject[]) answering(subject).catch(() => undefined)
  // What opening a file goes on with, or the survey of one of QEMU.
  import('../engine/image/foreign/foreign-kind.ts').catch(() => undefined)
  import('../engine/producers/shifted-bat.ts').catch(() => undefined)
  import('./file/qemu-reading.ts').catch(() => undefined)
  import('../engine/diagnosis/diagnose.ts').catch(() => undefined)
  import('../engine/looks/look-further.ts').catch(() => undefined)
  import('../engine/looks/judge-parent.ts').catch(() => undefined)
  import('./save/copy-parts.ts').catch(() => undefined)
  import('./file/open-packed.ts').catch(() => undefined)
  return answering
}
