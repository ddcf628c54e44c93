/** The virtual disk: what a guest sees of it, before and after the replay. */
import { useRef, useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import { useApp } from '../../hooks/use-app.ts'
import { useOpenFile } from '../../hooks/use-open-file.ts'
import { usePage } from '../../hooks/use-page.ts'
import { ChainPanel } from '../chain/chain-panel.tsx'
import { DiskExportDialog } from './disk-export-dialog.tsx'
import { DiskGotoForm } from './disk-goto-form.tsx'
import { DiskHex } from './disk-hex.tsx'
import styles from './disk-view.module.css'
import { OriginList } from './origin-list.tsx'
import { placeOnDisk } from './origin-words.ts'
import { VolumesPanel } from './volumes-panel.tsx'

const START: ByteRange = { offset: 0, length: 1 }

export function DiskView() {
  const { inspection } = useOpenFile()
  const shows = useApp((app) => app.state)
  const [selection, setSelection] = useState(START)
  const [chosen, setChosen] = useState<string>()
  const [exporting, setExporting] = useState(false)
  const hex = useRef<HTMLDivElement>(null)
  const { data: volumes, error } = usePage('readVolumes', {})
  const { before, after } = inspection
  // Of the two states side by side the later one; one of them may have no disk at all.
  const wanted = shows === 'before' || !after ? 'before' : 'after'
  const state = wanted === 'before' && !before.bat && after?.bat ? 'after' : wanted
  const { geometry } = (state === 'after' ? after : undefined) ?? before
  if (!geometry) return null
  const { virtualDiskSize: size, logicalSectorSize: sectorSize, blockSize } = geometry
  const disk = { size, sectorSize, blockSize, volumes: volumes?.[state]?.volumes ?? [] }
  const start = Math.min(selection.offset, size - 1)
  const here = { offset: start, length: Math.min(selection.length, size - start) }
  const goto = (offset: number) => {
    setSelection({ offset: Math.min(offset, size - 1), length: 1 })
    // The byte itself is there once it has been read; the grid hands the focus on to it.
    requestAnimationFrame(() => hex.current?.querySelector<HTMLElement>('[role=grid]')?.focus())
  }
  const place = placeOnDisk(here.offset, disk)

  return (
    <div className={styles.view}>
      <header className={styles.heading}>
        <div>
          <h1>Disk</h1>
          <p>
            What a guest sees
            {after && (state === 'after' ? ' after the replay' : ' without the replay')}:{' '}
            {formatBytes(size)} in sectors of {formatBytes(sectorSize)}.
          </p>
        </div>
        <button type="button" onClick={() => setExporting(true)}>
          Export as raw image…
        </button>
      </header>
      {error && <p role="alert">{error.message}</p>}
      <ChainPanel />
      {volumes && (
        <VolumesPanel
          volumes={volumes}
          chosen={chosen}
          onChoose={({ key, partition }) => {
            setChosen(key)
            setSelection({ offset: Math.min(partition.at.offset, size - 1), length: 1 })
          }}
        />
      )}
      <section className={styles.panel} aria-labelledby="disk-bytes">
        <h2 id="disk-bytes">Bytes of the disk</h2>
        <DiskGotoForm disk={disk} from={here.offset} onGoto={goto} />
        <p className={styles.place}>
          <span className="data">{formatHex(here.offset)}</span> · {formatBytes(here.length)} ·{' '}
          {place}
        </p>
        <OriginList state={state} range={here} />
        <div className={styles.hex} ref={hex}>
          <DiskHex
            state={state}
            size={size}
            selection={here}
            onSelect={setSelection}
            field={place}
          />
        </div>
      </section>
      {exporting && (
        <DiskExportDialog state={state} volumes={volumes} onClose={() => setExporting(false)} />
      )}
    </div>
  )
}
