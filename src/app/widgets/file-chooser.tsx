/** The file input of the whole app, and the function that opens it. */
import { createContext, type ReactNode, useContext, useRef } from 'react'
import { useApp } from '../hooks/use-app.ts'
import { useHotkeys } from '../hooks/use-hotkeys.ts'

type FileUse = (file: File) => void

const ChooseFile = createContext<(use?: FileUse) => void>(() => {})

/** Shows the browser's own dialog, and opens the file. Works only while a click or a key is handled. */
export function useChooseFile(): () => void {
  const choose = useContext(ChooseFile)
  return () => choose()
}

/** As `useChooseFile`, and does something else with the file. */
export function useChooseFor(use: FileUse): () => void {
  const choose = useContext(ChooseFile)
  return () => choose(use)
}

/** Plain `File`s reach folders that the pickers of the File System Access API refuse. */
export function FileChooser({ children }: { readonly children: ReactNode }) {
  const input = useRef<HTMLInputElement>(null)
  const use = useRef<FileUse>(undefined)
  const open = useApp((state) => state.open)
  const choose = (next?: FileUse) => {
    use.current = next
    input.current?.click()
  }
  useHotkeys({ open: () => choose() })
  return (
    <ChooseFile value={choose}>
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        aria-label="Image file"
        onChange={(event) => {
          const file = event.target.files?.[0]
          // Without this the same file could not be chosen twice.
          event.target.value = ''
          const take = use.current
          use.current = undefined
          if (file && take) take(file)
          else if (file) void open(file)
        }}
      />
      {children}
    </ChooseFile>
  )
}
