/** The call about what QEMU would do with the open file. It only reads. */
import type { Inspection } from '../../engine/inspect/inspection.ts'
import type { QemuReport } from '../../engine/qemu/qemu-answer.ts'

export interface QemuCalls {
  /** Also the inspection with what that adds to its findings. */
  readAsQemu: {
    params: object
    result: { readonly report: QemuReport; readonly inspection: Inspection }
  }
}
