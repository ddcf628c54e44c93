/** While a salvage is viewed, on every screen: that it is one, of which ways, and what is promised of it. */
import { SALVAGE_WORDS } from '../../engine/salvage/salvage-words.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import styles from './salvage-banner.module.css'

export function SalvageBanner() {
  const { salvage } = useOpenFile().inspection
  const isPreview = useApp((state) => state.view === 'replay')
  const { show, dropSalvage } = useActions()
  if (!salvage || isPreview) return null
  const { ways, losses } = salvage
  return (
    <section className={`banner ${styles.banner}`} aria-label="Salvage">
      <p>
        <strong>Salvaged</strong> is what this makes of the file:{' '}
        {ways.map((way) => SALVAGE_WORDS[way].title.toLowerCase()).join(', ')}.{' '}
        {losses.length === 0 ? 'Nothing is given up.' : 'Something is given up by it.'} The file
        itself stays as it is on disk.
      </p>
      <button type="button" onClick={() => show('replay')}>
        Show the salvage
      </button>
      <button type="button" onClick={() => void dropSalvage()}>
        Drop it
      </button>
    </section>
  )
}
