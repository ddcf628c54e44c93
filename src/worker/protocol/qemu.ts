/** What QEMU would do with the open file. It only reads. */
import type { Inspection } from '../../engine/inspect/inspection.ts'
import type { QemuReport } from '../../engine/qemu/qemu-answer.ts'
import { call } from './call.ts'

export const qemu = {
  /** Also the inspection with what that adds to its findings. */
  read: call<object, { readonly report: QemuReport; readonly inspection: Inspection }>(),
}
