/** The file input of the whole app, and the function that opens it. */
import { createContext, type ReactNode, useContext, useRef } from 'react'
import { useApp } from '../hooks/use-app.ts'
import { useHotkeys } from '../hooks/use-hotkeys.ts'

const ChooseFile = createContext<() => void>(() => {})

/** Shows the browser's own dialog. Works only while a click or a key is handled. */
export const useChooseFile = (): (() => void) => useContext(ChooseFile)

/** Plain `File`s reach folders that the pickers of the File System Access API refuse. */
export function FileChooser({ children }: { readonly children: ReactNode }) {
  const input = useRef<HTMLInputElement>(null)
  const open = useApp((state) => state.open)
  const choose = () => input.current?.click()
  useHotkeys({ open: choose })
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
          if (file) void open(file)
        }}
      />
      {children}
    </ChooseFile>
  )
}
