/** What the replay changes as a small file, with scripts. */
import { call } from './call.ts'

export interface PatchFiles {
  readonly patch: Blob
  /** `undefined` where the patch is too large for scripts. */
  readonly scripts: { readonly sh: Blob; readonly powershell: Blob } | undefined
  /** Old and new bytes that the patch holds, zeros and headers not counted. */
  readonly stored: number
}

export const patch = {
  /** Of the patch's file, in bytes; `undefined` where to know it would take longer than a moment. */
  size: call<object, number | undefined>(),
  /**
   * What the replay changes, as a file and as scripts: applied they give the copy that `save.copy` and
   * `save.blob` make until the file is opened again. Progress in bytes that are compared.
   */
  make: call<object, PatchFiles>(),
}
