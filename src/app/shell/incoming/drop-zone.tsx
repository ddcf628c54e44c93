/** The whole window takes a dropped file, on every screen. */
import { useLayoutEffect, useState } from 'react'
import { useAppStore } from '../../store/use-app.ts'
import styles from './drop-zone.module.css'

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Where a dialog waits for a saved copy: then a file that is dropped anywhere is that. */
const copyPlace = (): Element | null => document.querySelector('dialog:modal [data-drop="copy"]')

export function DropZone() {
  const store = useAppStore()
  const [over, setOver] = useState(false)

  useLayoutEffect(() => {
    // Every element under the pointer enters and leaves; only the count says whether one is inside.
    let depth = 0
    const count = (change: number) => {
      depth = Math.max(0, depth + change)
      setOver(depth > 0)
    }
    const onEnter = (event: DragEvent) => {
      if (hasFiles(event)) count(1)
    }
    const onLeave = (event: DragEvent) => {
      if (hasFiles(event)) count(-1)
    }
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      const { receive, addParents, checkSaved, dialog } = store.getState()
      const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file')
      // Must be asked for before anything is awaited; the browser refuses it in many folders.
      const files = items.flatMap((item) => {
        const file = item.getAsFile()
        return file ? [{ file, handle: item.getAsFileSystemHandle?.() }] : []
      })
      if (files.length === 0) return
      const place = event.target instanceof Element && event.target.closest('[data-drop="parent"]')
      if (copyPlace()) void checkSaved(files.map(({ file }) => file))
      else if (place && dialog === undefined) void addParents(files)
      else void receive(files)
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [store])

  if (!over) return null
  return (
    <div className={styles.overlay} role="status">
      <p className={styles.words}>
        {copyPlace() ? 'Drop to verify' : 'Drop to open'}
        <span>It is read here, in this browser. Nothing is sent.</span>
      </p>
    </div>
  )
}
