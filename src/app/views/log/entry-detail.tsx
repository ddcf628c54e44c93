/** One log entry: whether it is valid and why not, its fields, its descriptors. */

import { formatHex } from '../../../engine/bytes/format.ts'
import { logEntryHeader } from '../../../engine/format/log-entry.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { LogEntry } from '../../../engine/log/log.ts'
import { FieldTable } from '../../shared/fields/field-table.tsx'
import { FindingList } from '../../shared/finding-list.tsx'
import { STATUS_WORDS } from '../../shared/log/entry-words.ts'
import { SLOT_NAMES } from '../../shared/ring/slot-words.ts'
import { useActions } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { DescriptorsTable } from './descriptors-table.tsx'

function ChecksumLine({ checksum: { stored, computed } }: Pick<LogEntry, 'checksum'>) {
  const matches = stored === computed
  return (
    <p className="line">
      <ToneIcon sign={matches ? 'ok' : 'warning'} />
      <span>
        CRC-32C stored <span className="data">{formatHex(stored, 8)}</span>
        {computed === undefined ? (
          '; it cannot be computed for an entry of this length.'
        ) : (
          <>
            , computed <span className="data">{formatHex(computed, 8)}</span>:{' '}
            {matches ? 'they match.' : 'they do not match.'}
          </>
        )}
      </span>
    </p>
  )
}

export function EntryDetail({
  entry,
  logOffset,
}: {
  readonly entry: LogEntry
  readonly logOffset: number
}) {
  const { select } = useActions()
  const { header, position, length, status, findings } = entry
  const stated = findings.map((found) => ({ ...found, state: 'log' as const, counts: true }))
  return (
    <>
      <header className="apart">
        <h2>
          Entry {header.sequenceNumber.toString()}{' '}
          <span className="aside">
            at {logPosition(position)}, {SLOT_NAMES[status].toLowerCase()}
          </span>
        </h2>
        <button
          type="button"
          onClick={() => select({ offset: logOffset + position, length }, { reveal: true })}
        >
          Show its bytes
        </button>
      </header>
      <p>{STATUS_WORDS[status]}</p>
      <ChecksumLine checksum={entry.checksum} />
      {stated.length > 0 && <FindingList findings={stated} />}
      <h3>Descriptors</h3>
      <DescriptorsTable entry={entry} />
      <h3>Entry header</h3>
      <FieldTable
        label={logEntryHeader.name}
        table={logEntryHeader}
        copies={[{ title: logEntryHeader.name, offset: logOffset + position }]}
      />
    </>
  )
}
