/** What the replay means for the files of the guest: in sentences, and the first of them in a table. */
import { useState } from 'react'
import type { AffectedReport, VolumeReport } from '../../../engine/affected/affected-report.ts'
import {
  affectedWords,
  differenceWords,
  STATUS_WORDS,
  volumeTitle,
} from '../../../engine/affected/affected-words.ts'
import { formatBytes, formatCount } from '../../../engine/bytes/format.ts'
import type { UpdateKind } from '../../../engine/changes/change.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'

/** Of each volume so many files are shown; the report has more. */
const SHOWN = 100
/** In bytes: the files of images up to this size are compared unasked. */
const UNASKED = 4 * 2 ** 30

export function AffectedPanel() {
  const { inspection } = useOpenFile()
  const { update, skeleton } = inspection
  const canCompare = update !== undefined && skeleton === undefined
  const [isAsked, setAsked] = useState(inspection.size <= UNASKED)
  const { data, error, loading, progress } = usePage(
    'affected.list',
    isAsked && canCompare ? { most: SHOWN } : undefined,
  )
  if (!canCompare) return null
  return (
    <section className="panel pane" aria-labelledby="affected" aria-busy={loading}>
      <div className="apart">
        <h2 id="affected">Files of the guest</h2>
        {loading && (
          <button type="button" onClick={() => setAsked(false)}>
            Cancel
          </button>
        )}
        {!isAsked && (
          <button type="button" onClick={() => setAsked(true)}>
            Compare the files
          </button>
        )}
      </div>
      {!isAsked && (
        <p className="aside">
          Which files the replay affects is found by reading what describes the files, before and
          after.
        </p>
      )}
      {loading && (
        <ProgressBar
          label="Comparing the files of the guest"
          done={progress?.done ?? 0}
          total={progress?.total ?? 0}
        />
      )}
      {error && <Problem text={error.message} />}
      {data && !data.ok && <p>{data.reason}</p>}
      {data?.ok && <Affected report={data} by={update.kind} />}
    </section>
  )
}

function Affected({ report, by }: { readonly report: AffectedReport; readonly by: UpdateKind }) {
  return (
    <>
      <div role="status">
        {affectedWords(report, by).map((sentence) => (
          <p key={sentence} className="prose wide">
            {sentence}
          </p>
        ))}
      </div>
      {report.volumes.map((volume) => (
        <VolumeTable key={`${volume.at.offset} ${volume.fileSystem}`} volume={volume} />
      ))}
    </>
  )
}

function VolumeTable({ volume }: { readonly volume: VolumeReport }) {
  const { files, counts, problems } = volume
  const left = counts.paths - files.length
  if (files.length === 0) return null
  return (
    <>
      <table className="ruled anywhere">
        <caption>Affected files: {volumeTitle(volume)}</caption>
        <thead>
          <tr>
            <th scope="col">Path</th>
            <th scope="col">State</th>
            <th scope="col">Size</th>
            <th scope="col">What differs</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={`${file.path} ${file.status}`}>
              <th scope="row">
                <UntrustedText text={file.path} />
              </th>
              <td>{STATUS_WORDS[file.status]}</td>
              <td>{formatBytes(file.size)}</td>
              <td>{differenceWords(file)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p className="aside">{formatCount(left)} more are in the report.</p>}
      {problems.map((problem) => (
        <p key={problem} className="aside">
          <UntrustedText text={problem} />
        </p>
      ))}
    </>
  )
}
