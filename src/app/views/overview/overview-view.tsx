/** The first screen of an open file: verdict, layout, key facts, the gravest findings. */

import { noFindings } from '../../../engine/findings/finding.ts'
import { HexView } from '../../hex/hex-view.tsx'
import { FindingList } from '../../shared/finding-list.tsx'
import { layoutOf } from '../../shared/layout/layout.ts'
import { LayoutStrip } from '../../shared/layout/layout-strip.tsx'
import { NotChecked } from '../../shared/not-checked.tsx'
import { factsOf, imageOf } from '../../shared/verdict/facts.ts'
import { verdictOf } from '../../shared/verdict/verdict.ts'
import { gravestFirst } from '../../store/session/shown-findings.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useFindings } from '../../store/use-findings.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { AttachHelp } from './attach-help.tsx'
import { DiagnosisList } from './diagnosis-list.tsx'
import { FactList } from './fact-list.tsx'
import { ForeignHelp } from './foreign-help.tsx'
import { OtherToolsNote } from './other-tools-note.tsx'
import styles from './overview-view.module.css'
import { ParentCard } from './parent-card.tsx'
import { VerdictCard } from './verdict-card.tsx'

const MOST_FINDINGS = 5

function Findings() {
  const { show } = useActions()
  const { inspection } = useOpenFile()
  const findings = useFindings()
  const shown = gravestFirst(findings.filter((found) => found.counts)).slice(0, MOST_FINDINGS)
  return (
    <section className={`part frame ${styles.panel}`} aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {shown.length === 0 ? (
        <p className={styles.lead}>{noFindings(inspection.verdict.checkedBlocks)}</p>
      ) : (
        <FindingList findings={shown} />
      )}
      {findings.length > shown.length && (
        <p className={styles.more}>
          <button type="button" data-kind="link" onClick={() => show('findings')}>
            All {findings.length} findings
          </button>
        </p>
      )}
      <NotChecked />
    </section>
  )
}

export function OverviewView() {
  const { inspection } = useOpenFile()
  const state = useApp((app) => app.state)
  const shown = state === 'after' ? 'after' : 'before'
  const locator = imageOf(inspection, shown).metadata?.parentLocator
  const verdict = verdictOf(inspection)
  const known = inspection.outcome !== 'not-vhdx'
  return (
    <div className={`view ${styles.view}`}>
      <VerdictCard verdict={verdict} />
      <DiagnosisList diagnoses={inspection.verdict.diagnoses} title={verdict.title} />
      {!known && <ForeignHelp />}
      <AttachHelp />
      <OtherToolsNote />
      {known && (
        <section className={`part frame ${styles.panel}`} aria-labelledby="layout">
          <h2 id="layout">File layout</h2>
          <LayoutStrip segments={layoutOf(inspection, state === 'before' ? 'before' : 'after')} />
        </section>
      )}
      {!known && inspection.size > 0 && (
        <section className={`part frame ${styles.panel}`} aria-labelledby="first-bytes">
          <h2 id="first-bytes">First bytes</h2>
          <div className={styles.bytes}>
            <HexView shows="before" inline />
          </div>
        </section>
      )}
      {locator && <ParentCard locator={locator} />}
      <div className="columns">
        <section className={`part frame ${styles.panel}`} aria-labelledby="facts">
          <h2 id="facts">Key facts</h2>
          <FactList
            facts={factsOf(inspection, shown)}
            after={state === 'compare' ? factsOf(inspection, 'after') : undefined}
          />
        </section>
        <Findings />
      </div>
    </div>
  )
}
