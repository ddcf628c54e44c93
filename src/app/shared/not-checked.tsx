/** What the findings do not speak of, and what it costs to check that. */
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { notLookedWords } from '../../engine/diagnosis/verdict-words.ts'
import { BAT_ENTRY_SIZE } from '../../engine/format/layout.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { SurveyOffer } from './survey-offer.tsx'

export function NotChecked() {
  const { inspection } = useOpenFile()
  const { outcome, before, after, verdict } = inspection
  if (outcome === 'not-vhdx') return null
  const { geometry, bat } = after ?? before
  const later = notLookedWords(verdict)
  const held = bat ? Math.floor(bat.length / BAT_ENTRY_SIZE) : 0
  const entries = Math.min(geometry?.batEntries ?? 0, held)
  return (
    <>
      {!verdict.checkedBlocks && (
        <SurveyOffer name="Check the blocks">
          Not checked: the block allocation table. To check its{' '}
          {plural(entries, 'entry', 'entries')}, {formatBytes(entries * BAT_ENTRY_SIZE)} are read.
        </SurveyOffer>
      )}
      {later && <p className="muted">{later}</p>}
      {geometry && (
        <p className="muted">
          Of the virtual disk, {formatBytes(geometry.virtualDiskSize)}, only partition tables and
          the first structures of file systems are checked.
        </p>
      )}
    </>
  )
}
