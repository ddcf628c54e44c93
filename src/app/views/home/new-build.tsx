/** Says that a newer build of the app is there, and leaves it to the user when to go on with it. */
import { useState } from 'react'
import { useApp } from '../../store/use-app.ts'
import styles from './home-view.module.css'

export function NewBuild() {
  const take = useApp((state) => state.takeNewBuild)
  const [taking, setTaking] = useState(false)
  if (take === undefined) return null
  return (
    <p className={styles.newBuild}>
      A newer build of this app is ready.{' '}
      <button
        type="button"
        disabled={taking}
        onClick={() => {
          setTaking(true)
          take()
        }}
      >
        Use it now
      </button>
    </p>
  )
}
