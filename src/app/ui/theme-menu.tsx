/** The choice of the theme. */
import { useId, useState } from 'react'
import { isTheme, storedTheme, storeTheme, THEMES } from './theme.ts'
import styles from './theme-menu.module.css'

export function ThemeMenu() {
  const id = useId()
  const [theme, setTheme] = useState(storedTheme)
  return (
    <span className={styles.menu}>
      <label htmlFor={id} className="unseen">
        Theme
      </label>
      <select
        id={id}
        value={theme}
        title="Theme"
        onChange={({ target: { value } }) => {
          if (!isTheme(value)) return
          storeTheme(value)
          setTheme(value)
        }}
      >
        {THEMES.map(({ id: value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </span>
  )
}
