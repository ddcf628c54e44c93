/** The keys, from the same list that the handlers are made from. */
import { useState } from 'react'
import { Keys } from '../keys/keys.tsx'
import { SHORTCUT_GROUPS, type Shortcut, shortcuts } from '../keys/shortcuts.ts'
import { allowSingleKeys, singleKeysAllowed } from '../keys/single-keys.ts'
import { Dialog } from '../ui/dialog.tsx'
import styles from './shortcut-sheet.module.css'

const LIST: readonly Shortcut[] = Object.values(shortcuts)

export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const [allowed, setAllowed] = useState(singleKeysAllowed)
  return (
    <Dialog title="Keys" wide onClose={onClose}>
      <div className={styles.groups}>
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <dl className={styles.keys}>
              {LIST.filter((shortcut) => shortcut.group === group).map(({ keys, does }) => (
                <div key={does} className={styles.key}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className={`check ${styles.choice}`}>
        <input
          type="checkbox"
          checked={allowed}
          onChange={(event) => {
            allowSingleKeys(event.target.checked)
            setAllowed(singleKeysAllowed())
          }}
        />
        Keys that are one character alone work
      </label>
    </Dialog>
  )
}
