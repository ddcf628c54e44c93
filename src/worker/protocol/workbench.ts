/** The images that are kept in the browser’s private storage. */
import { call } from './call.ts'
import type { Opened } from './file.ts'
import type { SaveResult, SaveTarget } from './save.ts'

/** An image that is kept in the browser's private storage, where it may be changed. */
export interface KeptImage {
  /** Unique; also what it is called when it is exported. */
  readonly name: string
  readonly size: number
  /** Of the last change, in milliseconds since 1970. */
  readonly modified: number
}

export const workbench = {
  /** The images of the workbench, newest first. Removes what an interrupted import has left. */
  list: call<object, readonly KeptImage[]>({ stores: true }),
  /** Copies a file into the workbench, under its name or, where that is taken, "NAME (2)". Progress in bytes. */
  keep: call<
    { readonly input: File | Blob | FileSystemFileHandle; readonly name: string },
    KeptImage
  >({ stores: true }),
  /** Copies the image that is open, a sample or a recipe too, as it is on disk. */
  keepOpen: call<{ readonly name: string }, KeptImage>({ stores: true }),
  remove: call<{ readonly name: string }, undefined>({ stores: true }),
  open: call<{ readonly name: string }, Opened>({ stores: true }),
  /** Writes the kept image that is open into `target` as it is, without a replay. As `save.copy` else. */
  export: call<SaveTarget, SaveResult>(),
  /** The image that is open, as it is, for a download: one of the workbench, or of a recipe. */
  blob: call<object, Blob>(),
}
