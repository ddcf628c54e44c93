/** The virtual disk: what a guest sees of it, before and after the replay. */

import { useRef, useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import type { UpdateWords } from '../../../engine/changes/update-words.ts'
import { CopyMenu } from '../../hex/copy-menu.tsx'
import { useCopying } from '../../hex/use-copy-bytes.ts'
import { ChainRail } from '../../shared/chain/chain-rail.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { DiskExportDialog } from './disk-export-dialog.tsx'
import { DiskGotoForm } from './disk-goto-form.tsx'
import { DiskHex } from './disk-hex.tsx'
import styles from './disk-view.module.css'
import { OriginList } from './origin-list.tsx'
import { placeOnDisk } from './origin-words.ts'
import { type ShownDisk, shownDisk } from './shown-disk.ts'
import { VolumesPanel } from './volumes-panel.tsx'

const START: ByteRange = { offset: 0, length: 1 }

export function DiskView() {
  const { inspection } = useOpenFile()
  const shows = useApp((app) => app.state)
  const words = useUpdateWords()
  const selection = useApp((app) => app.diskSelection) ?? START
  const isChild = useApp((app) => app.chain !== undefined)
  const { selectDisk, call } = useActions()
  const [exporting, setExporting] = useState(false)
  const hex = useRef<HTMLDivElement>(null)
  const { data: volumes, error } = usePage('disk.volumes', {})
  const shown = shownDisk(inspection, shows)
  const copying = useCopying((range) =>
    call('disk.read', { state: shown?.state ?? 'before', ...range }),
  )
  if (!shown) return null
  const { state, compared, sizes, note } = shown
  const { logicalSectorSize: sectorSize, blockSize } = shown.geometry
  const size = compared ? Math.max(sizes.before, sizes.after) : sizes[state]
  const disk = { size, sectorSize, blockSize, volumes: volumes?.[state]?.volumes ?? [] }
  const start = Math.min(selection.offset, size - 1)
  const here = { offset: start, length: Math.min(selection.length, size - start) }
  const goto = (offset: number) => {
    selectDisk({ offset: Math.min(offset, size - 1), length: 1 })
    // The byte itself is there once it has been read; the grid hands the focus on to it.
    requestAnimationFrame(() => hex.current?.querySelector<HTMLElement>('[role=grid]')?.focus())
  }
  const place = placeOnDisk(here.offset, disk)

  return (
    <div className="view">
      <header className={`apart ${styles.heading}`}>
        <div>
          <h1>Disk</h1>
          <p>
            {leadOf(shown, inspection.update && words)} in sectors of {formatBytes(sectorSize)}.
          </p>
          {note && <p>{note}</p>}
        </div>
        {!inspection.skeleton && (
          <button type="button" onClick={() => setExporting(true)}>
            Export the disk…
          </button>
        )}
      </header>
      {error && <p role="alert">{error.message}</p>}
      {isChild && (
        <section className="panel" aria-labelledby="chain">
          <h2 id="chain">Chain</h2>
          <ChainRail />
        </section>
      )}
      {volumes && (
        <VolumesPanel
          volumes={volumes}
          at={here.offset}
          onChoose={({ partition }) =>
            selectDisk({ offset: Math.min(partition.at.offset, size - 1), length: 1 })
          }
        />
      )}
      <section className="panel" aria-labelledby="disk-bytes">
        <h2 id="disk-bytes">Bytes of the disk</h2>
        <DiskGotoForm disk={disk} from={here.offset} onGoto={goto} />
        <div className="muted">
          <span className="data">{formatHex(here.offset)}</span> · {formatBytes(here.length)} ·{' '}
          {place} <CopyMenu range={here} copying={copying} />
        </div>
        {compared ? (
          <div className={styles.compared}>
            <OriginList title="On disk" state="before" range={here} size={sizes.before} />
            <OriginList title={words.title} state="after" range={here} size={sizes.after} />
          </div>
        ) : (
          <OriginList state={state} range={here} size={size} />
        )}
        <div className="bytes" ref={hex} data-goal="disk">
          <DiskHex disk={shown} size={size} selection={here} field={place} />
        </div>
      </section>
      {exporting && (
        <DiskExportDialog state={state} volumes={volumes} onClose={() => setExporting(false)} />
      )}
    </div>
  )
}

/** "What a guest sees after the replay: 16 MiB". */
function leadOf({ state, compared, sizes }: ShownDisk, words: UpdateWords | undefined): string {
  const size = formatBytes(sizes[state])
  if (compared && words) {
    const both = sizes.before === sizes.after ? size : `${formatBytes(sizes.before)}, then ${size},`
    return `What a guest sees ${words.without} and ${words.after}: ${both}`
  }
  const when = words && (state === 'after' ? words.after : words.without)
  return `What a guest sees${when ? ` ${when}` : ''}: ${size}`
}
