/** The calls of the protocol about patches. */

export interface PatchFiles {
  readonly patch: Blob
  /** `undefined` where the patch is too large for scripts. */
  readonly scripts: { readonly sh: Blob; readonly powershell: Blob } | undefined
  /** Old and new bytes that the patch holds, zeros and headers not counted. */
  readonly stored: number
}

export interface PatchCalls {
  /** Of the patch's file, in bytes; `undefined` where to know it would take longer than a moment. */
  patchSize: { params: object; result: number | undefined }
  /**
   * What the replay changes, as a file and as scripts: applied they give the copy that `saveCopy` and
   * `makeCopy` make until the file is opened again. Progress in bytes that are compared.
   */
  makePatch: { params: object; result: PatchFiles }
}
