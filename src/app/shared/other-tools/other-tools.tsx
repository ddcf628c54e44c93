/** What other programs make of the file: QEMU by going through it as it does, the others in words. */

import { useId, useState } from 'react'
import { formatCount, plural } from '../../../engine/bytes/format.ts'
import {
  adviceOn,
  batErrorWords,
  differenceWords,
  distanceWords,
  entryLines,
  type Lines,
  QEMU_VERSIONS,
  SAYS,
  writeLines,
} from '../../../engine/qemu/answer-words.ts'
import type { QemuReport } from '../../../engine/qemu/qemu-answer.ts'
import { useActions } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './other-tools.module.css'
import { otherTools } from './other-tools-words.ts'

/** Rows of a list before the rest is asked for. */
const SHOWN_AT_FIRST = 8

export function OtherTools() {
  return (
    <>
      <QemuSection />
      <OthersSection />
    </>
  )
}

function QemuSection() {
  const id = useId()
  const { data, error } = usePage('qemu.read', {})
  return (
    <section className={`panel ${styles.panel}`} aria-labelledby={id}>
      <h2 id={id}>
        QEMU <span className="aside">{QEMU_VERSIONS}</span>
      </h2>
      {error && <p role="alert">{error.message}</p>}
      {data ? <Qemu report={data} /> : !error && <p>Reading the log as QEMU does…</p>}
    </section>
  )
}

function Qemu({ report }: { readonly report: QemuReport }) {
  const { inspection } = useOpenFile()
  const { sign, words } = adviceOn(report, inspection.outcome)
  const { headline, stop, reasons, notes } = report
  const batErrors = batErrorWords(report.batErrors)
  return (
    <>
      <p className="line">
        <ToneIcon sign={sign} /> <strong>{words}</strong>
      </p>
      <p className="prose">
        <UntrustedText text={headline} />
      </p>
      {stop?.says && (
        <p className="aside">
          {SAYS} <span className="data">{stop.says}</span>
        </p>
      )}
      {reasons.length > 0 && (
        <ol className={`stack tight prose ${styles.reasons}`} aria-label="Why">
          {reasons.map(({ code, sentence }) => (
            <li key={code}>{sentence}</li>
          ))}
        </ol>
      )}
      <Differences report={report} />
      <div className={styles.columns}>
        <List name="Entries that it replays" {...entryLines(report)} />
        <List name="What it writes" {...writeLines(report)} />
      </div>
      {batErrors && <p>{batErrors}</p>}
      {notes.map((note) => (
        <p key={note} className="prose">
          {note}
        </p>
      ))}
    </>
  )
}

function List({ name, lines, more }: Lines & { readonly name: string }) {
  const id = useId()
  const [all, setAll] = useState(false)
  if (lines.length === 0) return null
  const shown = all ? lines : lines.slice(0, SHOWN_AT_FIRST)
  return (
    <div>
      <h3 id={id}>{name}</h3>
      <ol className={`stack tight numbers anywhere ${styles.lines}`} aria-labelledby={id}>
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a log may say the same twice, and the list stays
          <li key={index}>{line}</li>
        ))}
        {shown.length === lines.length && more > 0 && <li>and {formatCount(more)} more</li>}
      </ol>
      {lines.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          {plural(lines.length - shown.length, 'more line')}
        </button>
      )}
    </div>
  )
}

function Differences({ report }: { readonly report: QemuReport }) {
  const { select } = useActions()
  const [all, setAll] = useState(false)
  const words = distanceWords(report)
  const { differences } = report
  if (words === undefined) return null
  const shown = all ? differences : differences.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <p>{words}</p>
      {shown.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <caption className="unseen">Where QEMU’s result differs</caption>
            <thead>
              <tr>
                <th scope="col">Bytes</th>
                <th scope="col">By MS-VHDX</th>
                <th scope="col">By QEMU</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((difference) => {
                const { offset, length } = difference
                const { place, ours, theirs, why } = differenceWords(difference, report)
                return (
                  <tr key={offset}>
                    <th scope="row">
                      <button
                        type="button"
                        data-kind="link"
                        onClick={() => select({ offset, length }, { reveal: true })}
                      >
                        <UntrustedText text={place} />
                      </button>
                    </th>
                    <td>{ours}</td>
                    <td>{theirs}</td>
                    <td>{why}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {differences.length > shown.length && (
        <p>
          <button type="button" onClick={() => setAll(true)}>
            {plural(differences.length - shown.length, 'more row')}
          </button>
        </p>
      )}
    </>
  )
}

function OthersSection() {
  const id = useId()
  const { inspection } = useOpenFile()
  return (
    <section className={`panel ${styles.panel}`} aria-labelledby={id}>
      <h2 id={id}>Other programs</h2>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <caption className="unseen">What other programs do with this file</caption>
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col">What it does</th>
              <th scope="col">What it shows</th>
            </tr>
          </thead>
          <tbody>
            {otherTools(inspection).map(({ name, does, shows }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{does}</td>
                <td>{shows}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="aside">
        In words, from their sources and documentation: only QEMU’s answer is found out for this
        file.
      </p>
    </section>
  )
}
