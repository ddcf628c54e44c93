/** One entry of the BAT: what it stands for, where its bytes are, and what an update makes of it. */

import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatHex } from '../../../engine/bytes/format.ts'
import type { StatedFinding } from '../../../engine/findings/finding.ts'
import { messageOf } from '../../../engine/findings/finding-words.ts'
import { batEntryRange } from '../../../engine/format/bat-index.ts'
import type { BatEntry } from '../../../engine/image/bat/bat.ts'
import type { Geometry } from '../../../engine/image/metadata/geometry.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import {
  blockName,
  fileRange,
  otherText,
  rangeText,
  stateText,
  virtualRange,
} from '../../shared/bat-words.ts'
import { useShowBytes } from '../../shared/use-show-bytes.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { BlockBitmap } from './block-bitmap.tsx'
import styles from './blocks-view.module.css'

interface BlockDetailProps {
  readonly state: State
  readonly geometry: Geometry
  readonly bat: ByteRange
  readonly index: number
  readonly findings: readonly StatedFinding[]
}

type PayloadEntry = Extract<BatEntry, { kind: 'payload' }>

const isPartial = (entry: BatEntry): entry is PayloadEntry =>
  entry.kind === 'payload' && entry.state === 'partially-present'

const nowhere = ({ kind }: BatEntry): string | undefined =>
  kind === 'payload' ? 'past the end of the disk' : undefined

export function BlockDetail({ state, geometry, bat, index, findings }: BlockDetailProps) {
  const showBytes = useShowBytes()
  const words = useUpdateWords()
  const { data } = usePage('blocks.rows', { state, start: index, count: 1, sort: 'index' })
  const row = data?.rows[0]
  if (data && !row) return <p className="aside">The table has no such entry in this state.</p>
  if (!row || row.entry.index !== index) return null
  const { entry, other } = row
  const disk = virtualRange(entry, geometry)
  const file = fileRange(entry, geometry)
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['State', stateText(entry)],
    [state === 'before' ? words.title : 'On disk', other && otherText(other)],
    ['In the virtual disk', disk ? rangeText(disk) : nowhere(entry)],
    ['In the file', file ? rangeText(file) : 'no bytes'],
    ['Reserved bits', entry.reserved === 0 ? undefined : formatHex(entry.reserved)],
  ]
  return (
    <>
      <h2>
        {blockName(entry)} <span className="aside">BAT[{index}]</span>
      </h2>
      <dl className={`stack tight ${styles.facts}`}>
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {geometry.kind === 'differencing' && isPartial(entry) && (
        <BlockBitmap state={state} block={entry.block} sectorSize={geometry.logicalSectorSize} />
      )}
      {findings.map((finding) => (
        <p key={finding.rule}>
          <span className="data">{finding.rule}</span> {messageOf(finding)}
        </p>
      ))}
      <p className="actions">
        <button type="button" onClick={() => showBytes(batEntryRange({ region: bat }, index))}>
          Bytes of the entry
        </button>
        {file && (
          <button type="button" onClick={() => showBytes(file)}>
            Bytes of the block
          </button>
        )}
      </p>
    </>
  )
}
