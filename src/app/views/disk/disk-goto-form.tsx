/** The box that leads to a place of the virtual disk. */
import { useId, useState } from 'react'
import { type DiskShape, readDiskGoto } from './disk-goto.ts'
import styles from './disk-view.module.css'

interface DiskGotoFormProps {
  readonly disk: DiskShape
  readonly from: number
  readonly onGoto: (offset: number) => void
}

export function DiskGotoForm({ disk, from, onGoto }: DiskGotoFormProps) {
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState<string>()
  const id = useId()
  return (
    <form
      className={`row ${styles.goto}`}
      onSubmit={(event) => {
        event.preventDefault()
        const place = readDiskGoto(typed, disk, from)
        setReason(place.ok ? undefined : place.reason)
        if (place.ok) onGoto(place.offset)
      }}
    >
      <label htmlFor={id}>Go to</label>
      <input
        id={id}
        value={typed}
        placeholder="0x100000, lba:2048, part:1, block:7"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={reason !== undefined}
        aria-describedby={`${id}-reason`}
        onChange={({ target }) => {
          setTyped(target.value)
          setReason(undefined)
        }}
      />
      <button type="submit">Go</button>
      <p id={`${id}-reason`} className={`wrong ${styles.reason}`} role="alert">
        {reason}
      </p>
    </form>
  )
}
