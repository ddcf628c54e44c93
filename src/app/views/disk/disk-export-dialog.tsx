/** Exporting the virtual disk, or a part of it: which, in which state, and where to. */

import { useState } from 'react'
import type { Bounds, CompactCopy } from '../../../engine/account/estimate.ts'
import { upperFirst } from '../../../engine/bytes/format.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { IMAGE_FORMATS } from '../../../engine/new-image/format-words.ts'
import type { VolumesOfStates } from '../../../worker/protocol/disk.ts'
import { DiskTarget, savedAs } from '../../save/disk-target.tsx'
import { formatLead, formatWish, RAW } from '../../save/export-format.ts'
import { FormatFields } from '../../save/format-fields.tsx'
import { SaveProgress } from '../../save/save-progress.tsx'
import { SAVE_WORDS } from '../../save/save-words.ts'
import { ChainRisk } from '../../shared/chain/chain-risk.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './disk-view.module.css'
import { chosenPart, exportName, type PartChoice } from './export-part.ts'
import { PartFields } from './part-fields.tsx'

interface DiskExportDialogProps {
  /** That is shown, and so chosen at first. */
  readonly state: State
  readonly volumes: VolumesOfStates | undefined
  readonly onClose: () => void
}

const WHOLE: PartChoice = { kind: 'disk', partition: 0, offset: '0', length: '1MiB' }

export function DiskExportDialog({ state: shown, volumes, onClose }: DiskExportDialogProps) {
  const { name: source, inspection } = useOpenFile()
  const words = useUpdateWords()
  const save = useApp((app) => app.save)
  const { forgetSave } = useActions()
  const [choice, setChoice] = useState(WHOLE)
  const [format, setFormat] = useState(RAW)
  const [state, setState] = useState(shown)
  const parts = volumes?.[state]?.volumes ?? []
  const { geometry } = (state === 'after' ? inspection.after : undefined) ?? inspection.before
  const blockSize = geometry?.blockSize
  const isSalvaged = state === 'after' && inspection.salvage !== undefined
  const part = chosenPart(choice, geometry?.virtualDiskSize ?? 0, parts)
  const name = exportName({
    source,
    part: choice,
    volumes: parts,
    format: format.format,
    isSalvaged,
  })
  const what = savedAs(format)
  const isGrowing = format.format === 'vhdx'
  const isEstimated =
    isGrowing && choice.kind === 'disk' && (format.blockSize ?? blockSize) === blockSize
  const { data: account } = usePage(
    'space.account',
    isEstimated ? { state, look: false } : undefined,
  )
  const told = () => {
    if (!part.ok) return part
    const { range } = part
    const lead = formatLead(format.format, {
      length: range.length,
      sectorSize: geometry?.logicalSectorSize ?? 512,
      size: isEstimated ? sizeOf(account?.copy, format.dropsFree) : undefined,
    })
    return lead.ok ? { ...lead, wish: { state, ...range, ...formatWish(format) } } : lead
  }
  // What is free in one part or state may be in use in another.
  const keepAll = () => setFormat({ ...format, dropsFree: false })
  const choosePart = (chosen: PartChoice) => {
    setChoice(chosen)
    keepAll()
  }
  const chooseState = (chosen: State) => {
    setState(chosen)
    keepAll()
  }
  const close = () => {
    forgetSave()
    onClose()
  }

  return (
    <Dialog title={SAVE_WORDS[what].title} closable={save.status !== 'running'} onClose={close}>
      {save.status === 'idle' && (
        <>
          <PartFields choice={choice} volumes={parts} onChoice={choosePart} />
          <FormatFields
            formats={IMAGE_FORMATS}
            choice={format}
            blockSize={blockSize}
            part={part.ok ? { state, ...part.range } : undefined}
            onChoice={setFormat}
          />
          {inspection.update && (
            <fieldset className={`stack ${styles.part}`}>
              <legend>State</legend>
              {(['before', 'after'] as const).map((id) => (
                <label key={id} className="check">
                  <input
                    type="radio"
                    name="state"
                    checked={state === id}
                    onChange={() => chooseState(id)}
                  />
                  {id === 'after'
                    ? upperFirst(words.after)
                    : inspection.update?.kind === 'salvage'
                      ? 'On disk'
                      : 'On disk, without the replay'}
                </label>
              ))}
            </fieldset>
          )}
          <DiskTarget told={told()} name={name}>
            <ChainRisk />
          </DiskTarget>
        </>
      )}
      {save.status !== 'idle' && <SaveProgress what={what} save={save} onClose={close} />}
    </Dialog>
  )
}

/** Of a copy of the whole disk, with blocks of the size that they have. */
function sizeOf(copy: CompactCopy | undefined, dropsFree: boolean): Bounds | undefined {
  const size = dropsFree ? copy?.withoutFree : copy?.plain
  return size === undefined || 'ok' in size ? undefined : size
}
