/** A button with every form in which the selected bytes can be carried away. */
import { useId, useRef } from 'react'
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { COPY_FORMS, formsFor } from './copy-forms.ts'
import styles from './copy-menu.module.css'
import type { CopyBytes } from './use-copy-bytes.ts'

interface CopyMenuProps {
  readonly range: ByteRange
  readonly copying: CopyBytes
}

export function CopyMenu({ range, copying }: CopyMenuProps) {
  const id = useId()
  const list = useRef<HTMLFieldSetElement>(null)
  const choose = (act: () => Promise<void>) => {
    list.current?.hidePopover()
    void act()
  }
  return (
    <span className={styles.menu}>
      <button type="button" data-kind="quiet" popoverTarget={id}>
        Copy as… <span aria-hidden="true">▾</span>
      </button>
      <fieldset id={id} ref={list} className={styles.list} popover="auto">
        <legend className="unseen">Copy the selected bytes as</legend>
        {formsFor(range.length).map((form) => (
          <button
            key={form}
            type="button"
            data-kind="quiet"
            onClick={() => choose(() => copying.copy(range, form))}
          >
            {COPY_FORMS[form].name}
          </button>
        ))}
        <button type="button" data-kind="quiet" onClick={() => choose(() => copying.save(range))}>
          Save as a file
        </button>
      </fieldset>
    </span>
  )
}
