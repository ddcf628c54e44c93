/** The state of the log lab: the recipe that the open image is made of, while it is written. */
import type { RecipeProblem } from '../../../engine/compose/recipe.ts'
import type { Steps } from '../steps.ts'

export interface LabDraft {
  /** A JSON document that should be a recipe. */
  readonly recipe: unknown
  /** The image of the workbench that the log is put onto. */
  readonly base: string | undefined
  /** The document as somebody writes it; else it is written out anew. */
  readonly text: string | undefined
  /** Why `text` is no JSON, in one sentence. `recipe` then is what it was before. */
  readonly notJson: string | undefined
}

/** What of the recipe is on the screen. */
export interface LabShown {
  readonly as: 'form' | 'json'
  /** The entry whose form is open, by its index. */
  readonly entry: number | undefined
}

export interface Lab {
  /** The opening that it belongs to, see `Session`. */
  readonly opened: number
  readonly steps: Steps<LabDraft>
  /** Why no image can be made of the present draft. The one that is open was made before. */
  readonly problems: readonly RecipeProblem[]
  /** Whether the open image is still to become that of the present draft. */
  readonly building: boolean
  readonly shown: LabShown
  /** The draft that was taken away last: downloaded, or kept as an image. At first the one that was opened. */
  readonly taken: LabDraft
}

export interface LabData {
  /** `undefined` until the recipe of the open image is wanted. */
  readonly lab: Lab | undefined
}

export interface LabActions {
  /** Opens the image of a recipe without log entries, in the lab. */
  composeLog(): Promise<void>
  /** Opens the image of the recipe in a file, in the lab. Where it is wrong it can be mended there. */
  openRecipeFile(file: File): Promise<void>
  /** Gets the recipe of the open image. Rejects as the call does. */
  startLab(): Promise<void>
  /** Makes another recipe of the present one, and the image from it. For `run` see `nextStep`. */
  changeRecipe(change: (recipe: unknown) => unknown, run?: string): void
  /** Takes the recipe as text. Where that is no JSON the text is kept and the image stays. */
  writeRecipe(text: string): void
  /** Puts the log onto another image of the workbench, or onto the disk of the recipe. */
  setBase(base: string | undefined): void
  /** The present draft, or its image, has been put somewhere. */
  takeRecipe(): void
  showRecipe(shown: Partial<LabShown>): void
  /** The next change is a step of its own. */
  endRecipeRun(): void
  undoRecipe(): void
  redoRecipe(): void
}
