/** What QEMU would do with the open file. It only reads. */
import type { QemuReport } from '../../engine/qemu/qemu-answer.ts'
import { call } from './call.ts'

export const qemu = {
  read: call<object, QemuReport>(),
}
