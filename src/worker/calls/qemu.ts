/** The call about what QEMU would do with the open file. */

import { readQemu } from '../file/qemu-reading.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function qemuCalls({ current }: Session): HandlersOf<'qemu'> {
  return {
    read: (_, run) => readQemu(current.file, runOf(run)),
  }
}
