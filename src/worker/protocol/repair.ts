/** What a damaged file proves of itself. */
import type { RepairFormat } from '../../engine/inspect/repairs.ts'
import { call } from './call.ts'

export const repair = {
  /**
   * The repaired headers or the repaired BAT of the open file, to be put in place by its owner, or the
   * list of what the repair changes. Fails with `cannot-replay` where nothing is proven.
   */
  export: call<{ readonly format: RepairFormat }, Blob>(),
}
