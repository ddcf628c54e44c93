/** The file input of the whole app, and the function that opens it. */
import { createContext, type ReactNode, useContext, useRef } from 'react'
import { useHotkeys } from '../keys/use-hotkeys.ts'
import { useApp } from '../store/use-app.ts'

type FilesUse = (files: readonly File[]) => void

interface Choice {
  readonly use: FilesUse
  readonly several: boolean
}

const ChooseFile = createContext<(choice?: Choice) => void>(() => {})

/** Shows the browser's own dialog, and opens the file, or the chain of several. Works only while a click or a key is handled. */
export function useChooseFile(): () => void {
  const choose = useContext(ChooseFile)
  return () => choose()
}

/** As `useChooseFile`, and does something else with the file. */
export function useChooseFor(use: (file: File) => void): () => void {
  const choose = useContext(ChooseFile)
  return () => choose({ use: ([file]) => file && use(file), several: false })
}

/** The same for as many files as somebody likes, but at least one. */
export function useChooseSeveral(use: FilesUse): () => void {
  const choose = useContext(ChooseFile)
  return () => choose({ use, several: true })
}

/** Plain `File`s reach folders that the pickers of the File System Access API refuse. */
export function FileChooser({ children }: { readonly children: ReactNode }) {
  const input = useRef<HTMLInputElement>(null)
  const choice = useRef<Choice>(undefined)
  const open = useApp((state) => state.open)
  const receive = useApp((state) => state.receive)
  const openFiles: FilesUse = ([file, ...more]) => {
    // Whoever chooses one file to open wants it opened; several may be meant as parents.
    if (file && more.length === 0) void open(file)
    else if (file) void receive([file, ...more].map((each) => ({ file: each })))
  }
  const choose = (next?: Choice) => {
    choice.current = next
    if (!input.current) return
    input.current.multiple = next?.several ?? true
    input.current.click()
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
        multiple
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          // Without this the same file could not be chosen twice.
          event.target.value = ''
          const use = choice.current?.use ?? openFiles
          choice.current = undefined
          if (files.length > 0) use(files)
        }}
      />
      {children}
    </ChooseFile>
  )
}
