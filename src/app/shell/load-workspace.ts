/** The screens of an open file are a part of their own, so that the first screen is there at once. */
import { loadExplanations } from '../shared/load-explanations.ts'

/** Fetches it once; every later call gives the same. */
export const loadWorkspace = async () => {
  // Nothing is asked of the network when a file is open.
  void loadExplanations()
  const { Workspace } = await import('./workspace.tsx')
  return { default: Workspace }
}
