/** The lab of the open image, for its screen, and what changes its recipe. */

import { type Path, pathText } from '../../../engine/compose/recipe.ts'
import { labOf } from '../../store/lab/lab.ts'
import type { Lab, LabDraft } from '../../store/lab/lab-state.ts'
import { useApp } from '../../store/use-app.ts'

/** Throws where there is none. */
export function useLab(): Lab {
  const lab = useApp(labOf)
  if (!lab) throw new Error('useLab needs an image that is made from a recipe')
  return lab
}

export const useDraft = (): LabDraft => useLab().steps.present

/** What is wrong at the place itself, in sentences. */
export function useProblems(path: Path): readonly string[] {
  const at = pathText(path)
  return useLab().problems.flatMap((problem) => (problem.path === at ? [problem.message] : []))
}
