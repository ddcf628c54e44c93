/** Where a content is: its parts on the disk and in the file, each of which can be gone to. */
import { useState } from 'react'
import { formatBytes, formatHex } from '../../../../engine/bytes/format.ts'
import type { ContentPlace } from '../../../../engine/files/content-places.ts'
import { batEntryRange, blockIndex } from '../../../../engine/format/bat-index.ts'
import type { OfNode } from '../../../../worker/protocol/files.ts'
import { useActions } from '../../../store/use-app.ts'
import { useOpenFile } from '../../../store/use-open-file.ts'
import { usePage } from '../../../store/use-page.ts'
import { Problem } from '../../../ui/problem.tsx'
import { UntrustedText } from '../../../ui/untrusted-text.tsx'
import styles from '../files-view.module.css'
import { placeWords } from './place-words.ts'

/** Most files are in few pieces; of others the rest can be asked for. */
const FEW = 6

export function PlaceList({ of }: { readonly of: OfNode }) {
  const [isWhole, setWhole] = useState(false)
  const [from, setFrom] = useState(0)
  const { data, error } = usePage('files.extents', { ...of, from })
  const places = data?.places ?? []
  const shown = isWhole || from > 0 ? places : places.slice(0, FEW)
  const next = data?.next
  return (
    <section aria-labelledby="places" className="stack tight">
      <h3 id="places">Where it is</h3>
      {error && <Problem text={error.message} />}
      {data && places.length === 0 && <p className="muted">It has no bytes.</p>}
      <ul className={`stack tight ${styles.places}`}>
        {shown.map((place) => (
          <Place key={place.offset} place={place} of={of} />
        ))}
      </ul>
      <p className="actions">
        {shown.length < places.length && (
          <button type="button" data-kind="link" onClick={() => setWhole(true)}>
            Show {places.length - shown.length} more{next === undefined ? '' : ' or further ones'}
          </button>
        )}
        {from > 0 && (
          <button type="button" data-kind="link" onClick={() => setFrom(0)}>
            From the beginning
          </button>
        )}
        {shown.length === places.length && next !== undefined && (
          <button type="button" data-kind="link" onClick={() => setFrom(next)}>
            Go on from {formatHex(next)}
          </button>
        )}
      </p>
    </section>
  )
}

function Place({ place, of }: { readonly place: ContentPlace; readonly of: OfNode }) {
  const { select, selectDisk, show } = useActions()
  const { inspection } = useOpenFile()
  const { geometry, bat } =
    (of.state === 'after' ? inspection.after : undefined) ?? inspection.before
  const { length } = place
  const onDisk = place.from === 'disk' ? { offset: place.diskOffset, length } : undefined
  const inFile =
    place.from === 'disk' && place.place.from === 'file' && place.place.layer === 0
      ? { offset: place.place.fileOffset, length }
      : undefined
  const block =
    onDisk && geometry && bat ? Math.floor(onDisk.offset / geometry.blockSize) : undefined
  return (
    <li>
      <span>
        <span className="data">{formatHex(place.offset)}</span> {formatBytes(length)}{' '}
        <span className="muted">
          <UntrustedText text={placeWords(place)} />
        </span>
      </span>
      <span className="row tight">
        {block !== undefined && geometry && bat && (
          <button
            type="button"
            data-kind="quiet"
            onClick={() => {
              select(batEntryRange({ region: bat }, blockIndex(geometry, block)))
              show('blocks', { lead: true })
            }}
          >
            Block {block}
          </button>
        )}
        {onDisk && (
          <button
            type="button"
            data-kind="quiet"
            onClick={() => selectDisk(onDisk, { reveal: true })}
          >
            Disk
          </button>
        )}
        {inFile && (
          <button type="button" data-kind="quiet" onClick={() => select(inFile, { reveal: true })}>
            Bytes
          </button>
        )}
      </span>
    </li>
  )
}
