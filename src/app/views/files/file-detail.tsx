/** One file or directory: what the file system says of it, where it is, and what is in it. */
import { useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { readingTitle } from '../../../engine/changes/update-words.ts'
import type { NodeRow } from '../../../engine/files/directory-rows.ts'
import type { Stat } from '../../../engine/guest/guest-files.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import type { NodeAt } from '../../../worker/protocol/files.ts'
import { useActions } from '../../store/use-app.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import segments from '../../ui/segments.module.css'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { ContentPreview } from './content/content-preview.tsx'
import { PlaceList } from './content/place-list.tsx'
import { clockText, kindWords, permissionText, shownTime, sizeText } from './file-words.ts'
import styles from './files-view.module.css'

interface FileDetailProps {
  readonly at: NodeAt
  readonly volume: number
  /** The later one that is shown. */
  readonly state: State
  readonly name: string
  readonly onExtractStream: (stream: Stream) => void
}

type Stream = NonNullable<Stat['streams']>[number]

const STATES = ['before', 'after'] as const

export function FileDetail({ at, volume, state: later, name, onExtractStream }: FileDetailProps) {
  const [wanted, setWanted] = useState<State>()
  const [stream, setStream] = useState<string>()
  const there = STATES.filter((each) => isNode(at[each]))
  const shown = wanted && there.includes(wanted) ? wanted : (there.at(-1) ?? later)
  const words = useUpdateWords()
  const row = at[shown]
  if (!row) return null
  if (!isNode(row)) return <Sentences sentences={[row.reason]} />
  const { stat, node } = row
  const content =
    stat.ok && stat.kind === 'file'
      ? { of: { state: shown, volume, node, stream }, size: sizeOf(stat, stream) }
      : undefined
  return (
    <div className="stack wide">
      {there.length > 1 && (
        <fieldset className={segments.switch}>
          <legend className="unseen">State of the details</legend>
          {there.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="detail-state"
                checked={each === shown}
                onChange={() => setWanted(each)}
              />
              <span>{readingTitle(each, words)}</span>
            </label>
          ))}
        </fieldset>
      )}
      {stat.ok ? (
        <Facts stat={stat} node={node} volume={volume} />
      ) : (
        <Sentences sentences={[stat.reason]} />
      )}
      {stat.ok && stat.streams && stat.streams.length > 0 && (
        <Streams
          streams={stat.streams}
          stream={stream}
          onStream={setStream}
          onExtract={onExtractStream}
        />
      )}
      {content && (
        // Of another content the tabs begin anew.
        <div className="stack wide" key={`${shown} ${node} ${stream}`}>
          <PlaceList of={content.of} />
          <ContentPreview of={content.of} name={name} size={content.size} />
        </div>
      )}
    </div>
  )
}

export const isNode = (row: NodeAt['before']): row is NodeRow => row !== undefined && 'node' in row

const sizeOf = ({ size, streams }: Stat, stream: string | undefined): number =>
  Number(streams?.find(({ name }) => name === stream)?.size ?? size)

interface SentencesProps {
  readonly sentences: readonly string[]
}

export const Sentences = ({ sentences }: SentencesProps) => (
  <ul className="stack tight">
    {sentences.map((sentence) => (
      <li key={sentence} className="signed">
        <ToneIcon sign="warning" />
        <span className="anywhere">
          <UntrustedText text={sentence} />
        </span>
      </li>
    ))}
  </ul>
)

const TIMES = [
  ['modified', 'Modified'],
  ['created', 'Created'],
  ['changed', 'Changed'],
  ['accessed', 'Accessed'],
] as const

interface FactsProps {
  readonly stat: Stat
  readonly node: number
  readonly volume: number
}

function Facts({ stat, node, volume }: FactsProps) {
  const { selectDisk } = useActions()
  const { kind, size, allocated, times, links, permissions, owner, attributes, device } = stat
  const record: ByteRange | undefined = stat.record && {
    offset: volume + stat.record.offset,
    length: stat.record.length,
  }
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Kind', kindWords(kind)],
    ['Size', kind === 'directory' && size === 0n ? undefined : sizeText(size, true)],
    ['Allocated', allocated === size ? undefined : sizeText(allocated, true)],
    ...TIMES.map(([id, title]) => {
      const time = times[id]
      return [title, time && `${shownTime(time, true)} ${clockText(time)}`] as const
    }),
    ['Permissions', permissions === undefined ? undefined : permissionText(permissions)],
    ['Owner', owner && `user ${owner.user}, group ${owner.group}`],
    ['Attributes', attributes && attributes.length > 0 ? attributes.join(', ') : undefined],
    [
      'Names',
      kind === 'directory' || links === undefined || links === 1 ? undefined : formatCount(links),
    ],
    ['Device', device && `${device[0]}, ${device[1]}`],
  ]
  return (
    <>
      <dl className={`stack tight ${styles.facts}`}>
        {facts.map(
          ([title, value]) =>
            value !== undefined && (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        {stat.target !== undefined && (
          <div>
            <dt>Leads to</dt>
            <dd className="anywhere">
              <UntrustedText text={stat.target} />
            </dd>
          </div>
        )}
        <div>
          <dt>Record</dt>
          <dd>
            {record ? (
              <button
                type="button"
                data-kind="link"
                title="Shows it on the disk"
                onClick={() => selectDisk(record, { reveal: true })}
              >
                {formatCount(node)} at {formatHex(record.offset)} of the disk
              </button>
            ) : (
              'none: it is the root'
            )}
          </dd>
        </div>
      </dl>
      {stat.problems.length > 0 && <Sentences sentences={stat.problems} />}
    </>
  )
}

interface StreamsProps {
  readonly streams: readonly Stream[]
  readonly stream: string | undefined
  readonly onStream: (stream: string | undefined) => void
  readonly onExtract: (stream: Stream) => void
}

function Streams({ streams, stream, onStream, onExtract }: StreamsProps) {
  return (
    <section aria-labelledby="streams" className="stack tight">
      <h3 id="streams">Streams</h3>
      <ul className="stack tight">
        {[undefined, ...streams].map((each) => (
          <li key={each?.name ?? ''} className="apart">
            <label className="check">
              <input
                type="radio"
                name="stream"
                checked={each?.name === stream}
                onChange={() => onStream(each?.name)}
              />
              {each ? <UntrustedText text={each.name} /> : 'The content itself'}
              {each && <span className="muted">{sizeText(each.size)}</span>}
            </label>
            {each && (
              <button
                type="button"
                aria-label={`Download the stream ${visibleText(each.name)}…`}
                onClick={() => onExtract(each)}
              >
                Download…
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
