/** Any entry of the log, valid or not, beside the file: what its descriptors would write. Never saved. */

import { useState } from 'react'
import { formatBytes, formatCount, formatHex, plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { EntryDiffRow } from '../../../engine/entries/entry-diff.ts'
import { rules } from '../../../engine/findings/rules.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { differenceText, STATUS_WORDS } from '../../shared/log/entry-words.ts'
import { useApp } from '../../store/use-app.ts'
import { pageOf, usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { showing } from '../../table/table-model.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { EntryHex } from './entry-hex.tsx'
import styles from './log-view.module.css'

const PAGE_SIZE = 64

function placeText({ descriptor }: EntryDiffRow): string {
  if (descriptor.kind === 'unknown') return '–'
  const offset = formatHex(descriptor.fileOffset, 8)
  return descriptor.kind === 'data' ? offset : `${offset} + ${formatBytes(descriptor.zeroLength)}`
}

const column = showing<EntryDiffRow>()
const columns = [
  column('#', ({ descriptor }) => descriptor.index, 'numeric'),
  column('Type', ({ descriptor }) => descriptor.kind),
  column('File offset', placeText, 'numeric'),
  column('Target', ({ target }) => visibleText(target)),
  column('To be trusted', ({ problems }) =>
    problems.length === 0 ? (
      'yes'
    ) : (
      <span className="line tight">
        <ToneIcon sign="warning" />
        no, {plural(problems.length, 'reason')}
      </span>
    ),
  ),
  column('What would differ', differenceText, 'wide'),
]

interface EntryDiffProps {
  readonly position: number
  readonly inspection: Inspection
}

export function EntryDiff({ position, inspection }: EntryDiffProps) {
  const shows = useApp((app) => app.state)
  const words = useUpdateWords()
  const state = shows === 'after' && inspection.update ? 'after' : 'before'
  const [window, setWindow] = useState({ position, start: 0, index: 0 })
  const now = window.position === position ? window : { position, start: 0, index: 0 }
  const { data: entry } = usePage('log.entry', { position })
  const read = usePage('log.entryDiff', { position, state, start: now.start, count: PAGE_SIZE })
  const page = pageOf(read, read.params?.position === position)
  const chosen = page.data?.rows.find(({ descriptor }) => descriptor.index === now.index)
  const against = state === 'after' ? `the file ${words.after}` : 'the file on disk'
  return (
    <section className="panel" aria-labelledby="entry-diff">
      <h2 id="entry-diff">
        Entry {entry?.header.sequenceNumber.toString()} beside {against}{' '}
        <span className="aside">at {logPosition(position)}</span>
      </h2>
      <p className={`line ${styles.note}`}>
        <ToneIcon sign="neutral" />
        <span>
          History, to be looked at only: whatever this entry says, nothing here can be applied or
          saved.
        </span>
      </p>
      {entry && <p className="muted prose wide">{STATUS_WORDS[entry.status]}</p>}
      {entry && entry.reasons.length > 0 && (
        <ul className={`numbers anywhere ${styles.lines}`}>
          {entry.reasons.map((rule) => (
            <li key={rule}>{rules[rule].title}</li>
          ))}
        </ul>
      )}
      <WindowTable
        label="What the entry would write"
        columns={columns}
        page={page}
        start={now.start}
        pageSize={PAGE_SIZE}
        onWindow={(start) => setWindow({ ...now, start })}
        empty="This entry has no descriptors: it would change nothing."
        isSelected={({ descriptor }) => descriptor.index === chosen?.descriptor.index}
        onSelect={({ descriptor }) => setWindow({ ...now, index: descriptor.index })}
      />
      {chosen && <DescriptorDiff row={chosen} position={position} state={state} />}
    </section>
  )
}

interface DescriptorDiffProps {
  readonly row: EntryDiffRow
  readonly position: number
  readonly state: 'before' | 'after'
}

function DescriptorDiff({ row, position, state }: DescriptorDiffProps) {
  const { descriptor, problems, lines, lineCount, range, readable } = row
  return (
    <>
      <h3>
        Descriptor {descriptor.index}
        {row.target && `: ${visibleText(row.target)}`}
      </h3>
      {problems.length > 0 && (
        <ul className={`numbers anywhere ${styles.lines}`}>
          {problems.map((problem) => (
            <li key={problem}>
              <ToneIcon sign="warning" /> <bdi>{visibleText(problem)}</bdi>
            </li>
          ))}
        </ul>
      )}
      {lineCount > 1 && (
        <ul className={`numbers anywhere ${styles.lines}`}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text
            <li key={index}>
              <bdi>{visibleText(line)}</bdi>
            </li>
          ))}
          {lineCount > lines.length && <li>and {formatCount(lineCount - lines.length)} more</li>}
        </ul>
      )}
      {readable && range && (
        <div className={`bytes ${styles.hex}`}>
          <EntryHex
            key={`${position}/${descriptor.index}/${state}`}
            position={position}
            state={state}
            range={range}
          />
        </div>
      )}
    </>
  )
}
