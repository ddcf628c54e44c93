/** How a call is followed and stopped, as the engine has it. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { pause } from '../pause.ts'
import type { CallRun } from '../rpc.ts'
import { throttled } from '../throttle.ts'

export const runOf = ({ signal, progress }: CallRun): Run => {
  const report = throttled(progress)
  return { signal, pause, onProgress: (done, total) => report({ done, total }) }
}
