/** A raw image as a VHDX or VHD: the file that is open is what the disk of the new one holds. */
import { useState } from 'react'
import type { ImageFormat } from '../../engine/new-image/format-words.ts'
import { DEFAULT_BLOCK_SIZE, FORMAT_WORDS } from '../../engine/new-image/format-words.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { Dialog } from '../ui/dialog.tsx'
import { DiskTarget } from './disk-target.tsx'
import { type FormatChoice, formatLead, formatWish, RAW } from './export-format.ts'
import { FormatFields } from './format-fields.tsx'
import { SaveProgress } from './save-progress.tsx'

const FORMATS: readonly ImageFormat[] = ['vhdx', 'vhdx-fixed', 'vhd']

const DYNAMIC: FormatChoice = { ...RAW, format: 'vhdx', blockSize: DEFAULT_BLOCK_SIZE }

export function RawExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { name, inspection } = useOpenFile()
  const save = useApp((app) => app.save)
  const { forgetSave } = useActions()
  const [format, setFormat] = useState(DYNAMIC)
  const part = { state: 'before', offset: 0, length: inspection.size } as const
  const lead = formatLead(format.format, {
    length: part.length,
    sectorSize: 512,
    size: undefined,
  })
  const dot = name.lastIndexOf('.')
  const close = () => {
    forgetSave()
    onClose()
  }
  return (
    <Dialog title="Save as an image" closable={save.status !== 'running'} onClose={close}>
      {save.status === 'idle' && (
        <>
          <FormatFields
            formats={FORMATS}
            choice={format}
            blockSize={undefined}
            part={part}
            onChoice={setFormat}
          />
          <DiskTarget
            told={lead.ok ? { ...lead, wish: { ...part, ...formatWish(format) } } : lead}
            name={`${dot > 0 ? name.slice(0, dot) : name}.${FORMAT_WORDS[format.format].ending}`}
          />
        </>
      )}
      {save.status !== 'idle' && <SaveProgress what="image" save={save} onClose={close} />}
    </Dialog>
  )
}
