/** The screens of an open file are a part of their own, so that the first screen is there at once. */

/** Fetches it once; every later call gives the same. */
export const loadWorkspace = async () => {
  const { Workspace } = await import('./workspace.tsx')
  return { default: Workspace }
}
