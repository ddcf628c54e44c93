/** The screens of an open file are a part of their own, so that the first screen is there at once. */
import { loadCodes } from '../shared/codes/load-codes.ts'
import { loadExplanations } from '../shared/load-explanations.ts'

/** Fetches it once; every later call gives the same. */
export const loadWorkspace = async () => {
  // Nothing is asked of the network when a file is open, or a code typed.
  void loadExplanations()
  void loadCodes()
  const { Workspace } = await import('./workspace.tsx')
  return { default: Workspace }
}
