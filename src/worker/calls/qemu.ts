/** The call about what QEMU would do with the open file. */

import type { CurrentFile } from '../file/current-file.ts'
import { readQemu } from '../file/qemu-reading.ts'
import type { QemuCall } from '../qemu-call-names.ts'
import type { Handlers } from '../rpc.ts'
import { runOf } from './call-run.ts'

export function qemuCalls(current: CurrentFile): Pick<Handlers, QemuCall> {
  return {
    readAsQemu: async (_, run) => {
      const { file } = current
      const report = await readQemu(file, runOf(run))
      return { report, inspection: file.inspected.inspection }
    },
  }
}
