/** The call for what a damaged file proves of itself. */
import type { RepairFormat } from '../../engine/inspect/repairs.ts'

export interface RepairCalls {
  /**
   * The repaired headers or the repaired BAT of the open file, to be put in place by its owner, or the
   * list of what the repair changes. Fails with `cannot-replay` where nothing is proven.
   */
  exportRepair: { params: { readonly format: RepairFormat }; result: Blob }
}
