/** Reads the chain of the open file, and again whenever the file is not what it was. */
import { useEffect } from 'react'
import { useAppStore } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'

export function useChain(): void {
  const store = useAppStore()
  const { epoch } = useOpenFile()
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the reading that counts
  useEffect(() => void store.getState().readChain(), [epoch])
}
