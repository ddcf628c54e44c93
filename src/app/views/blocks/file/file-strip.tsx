/** The file from byte 0 to its end as a strip, in one state, and what is under its slider. */

import { useState } from 'react'
import { formatBytes, formatCount, formatHex } from '../../../../engine/bytes/format.ts'
import { MIB } from '../../../../engine/format/layout.ts'
import type { State } from '../../../../engine/inspect/inspection.ts'
import type { FileExtentRow } from '../../../../engine/space/file-extents.ts'
import type { FileMap, FileMapQuery } from '../../../../engine/space/file-map.ts'
import { usePage } from '../../../store/use-page.ts'
import { useUpdateWords } from '../../../store/use-update-words.ts'
import { StripFrame } from '../../../strip/strip-frame.tsx'
import { maskSpace, shareText } from '../account/share-filter.ts'
import type { ShareFilter } from '../account/use-accounts.ts'
import { useShareCells } from '../account/use-share-cells.ts'
import styles from './file-strip.module.css'
import { FileStripPicture } from './file-strip-picture.tsx'
import { cellWords, LEGEND, ownerText, SPACE_NAMES, type SpaceFilter } from './space-words.ts'
import { goalOf, type SpaceGoals } from './use-space-goals.ts'

interface FileStripProps {
  readonly state: State
  /** Behind the names: ", on disk" where both states are shown. */
  readonly where: string
  /** Of the whole file. */
  readonly whole: FileMap
  readonly filter: SpaceFilter
  readonly shares: ShareFilter
  /** The MiB that the slider is on. */
  readonly unit: number
  readonly onUnit: (unit: number) => void
  readonly goals: SpaceGoals
}

export function FileStrip(props: FileStripProps) {
  const { state, where, whole, filter, shares, unit, onUnit, goals } = props
  const { units } = whole
  const update = useUpdateWords()
  const [view, setView] = useState<FileMapQuery>()
  const { data } = usePage('space.map', view)
  const perCell = view?.perCell ?? 1
  const cellAt = (at: number, of: number) => {
    const from = at - (at % of)
    const to = Math.min(from + of, units)
    const kinds = filter.kinds.length > 0 ? filter.kinds : undefined
    return { state, from: from * MIB, to: to * MIB, kinds }
  }
  const here = cellAt(unit, perCell)
  const place = usePage('space.place', here)
  const row = place.loading ? undefined : place.data

  const { any } = shares
  const shareCells = useShareCells(shares, data && { ...rangeOf(data), state, of: 'file' })
  const map = data?.[state]
  const cells = map && shareCells ? maskSpace(map.cells, shareCells, any) : map?.cells
  const cell = data && Math.floor((unit - data.from) / data.perCell)
  const bits = cell === undefined ? undefined : map?.cells[cell]
  const owner = row && row.kind !== 'free' ? `${ownerText(row)}, at ${formatHex(row.offset)}` : ''
  const { size, bytes } = whole[state] ?? whole.before
  const inShares = shareText(shareCells?.[cell ?? -1] ?? 0, any)
  const words = cellWords(here, size, bits, update) + inShares
  const held = LEGEND.filter((kind) => bytes[kind] > 0).map(
    (kind) => `${SPACE_NAMES[kind]} ${formatBytes(bytes[kind])}`,
  )
  return (
    <figure className="stack">
      {where !== '' && <figcaption>{state === 'before' ? 'On disk' : update.title}</figcaption>}
      <StripFrame
        label={`Place in the file${where}`}
        wholeName="Show the whole file"
        slots={units}
        slot={unit}
        valueText={owner ? `${words}. ${owner}` : words}
        shownText={(first, last) =>
          `MiB ${formatCount(first)} to ${formatCount(last)} of the file are shown.`
        }
        picture={(shown) => (
          <FileStripPicture
            view={shown}
            map={data && cells && { ...data, cells }}
            filter={filter}
            size={size}
            unit={unit}
            summary={`The file as a strip${where}: ${held.join(', ')}. The list below has all of it.`}
          />
        )}
        start={(first) => <span className="data">{formatHex(first * MIB)}</span>}
        end={(last) => <span className="data">{formatHex((last + 1) * MIB)}</span>}
        onSlot={onUnit}
        onView={(first, last, of) =>
          setView({ from: first - (first % of), to: last + 1, perCell: of })
        }
        onOpen={(at, of) => goals.open(cellAt(at, of))}
      />
      <Here text={words} owner={owner} row={row} goals={goals} />
    </figure>
  )
}

interface HereProps {
  readonly text: string
  readonly owner: string
  readonly row: FileExtentRow | undefined
  readonly goals: SpaceGoals
}

const rangeOf = ({ from, to, perCell }: FileMapQuery): FileMapQuery => ({ from, to, perCell })

function Here({ text, owner, row, goals }: HereProps) {
  const goal = row && goalOf(row)
  return (
    <div className={`row wide muted numbers ${styles.here}`}>
      <p>
        {text}
        {owner && (
          <>
            . <strong>{owner}</strong>
          </>
        )}
      </p>
      {row && goal && goal !== 'bytes' && (
        <button type="button" onClick={() => goals.go(row)}>
          {goal === 'block' ? 'Select the block' : 'Show the structure'}
        </button>
      )}
      {row && row.kind !== 'past-end' && (
        <button type="button" onClick={() => goals.showBytes(row)}>
          Show the bytes
        </button>
      )}
    </div>
  )
}
