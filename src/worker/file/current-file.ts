/** The one file that a worker has open: where it comes from, and so whether it may be changed. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import type { Recipe } from '../../engine/compose/recipe.ts'
import { CallError } from '../client.ts'
import type { Opened } from '../protocol/file.ts'
import { OpenFile } from './open-file.ts'

export interface KeptFile {
  readonly file: OpenFile
  /** In the workbench. */
  readonly name: string
}

export type Origin =
  | { readonly kind: 'user' }
  | { readonly kind: 'kept'; readonly name: string }
  /** `onto`: only its log was made, in another image. */
  | { readonly kind: 'recipe'; readonly recipe: Recipe; readonly onto: boolean }

export class CurrentFile {
  #file: OpenFile | undefined
  #origin: Origin = { kind: 'user' }

  /** Takes the place of the file before, unless it cannot be read. */
  async open(blob: Blob, origin: Origin, run: Run): Promise<Opened> {
    const file = await OpenFile.open(blob, run)
    this.#file = file
    this.#origin = origin
    return file.opened()
  }

  /** Throws a `CallError` where there is none. */
  get file(): OpenFile {
    if (!this.#file) throw new CallError('internal', 'No file is open.')
    return this.#file
  }

  get origin(): Origin {
    return this.#origin
  }

  /** Throws a `CallError` where the file is not the workbench's. */
  get kept(): KeptFile {
    const { file, origin } = this
    file.requireData('a change')
    if (origin.kind === 'kept') return { file, name: origin.name }
    throw new CallError('cannot-edit', 'Only an image in the workbench can be changed.')
  }
}
