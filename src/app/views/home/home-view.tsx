/** The first screen: it takes a file, and says what the app does and what it never does. */
import { SAMPLE_IDS, type SampleId } from '../../../engine/compose/sample-id.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { useChooseFile } from '../../shared/file-chooser.tsx'
import { PageFrame } from '../../shared/page-frame.tsx'
import { wordsOf } from '../../store/navigation/fingerprint.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { CodeField } from './code-field.tsx'
import { EvidenceSwitch } from './evidence-switch.tsx'
import styles from './home-view.module.css'
import { KeptImages } from './kept-images.tsx'
import { NewBuild } from './new-build.tsx'
import { RecipeEntries } from './recipe-entries.tsx'

const SAMPLES: Readonly<Record<SampleId, string>> = {
  clean: 'closed as it should be; nothing to replay',
  dirty: 'not closed; its log can be replayed',
  torn: 'a log entry that was not written whole',
  truncated: 'shorter than its own log says',
  wrapped: 'a log that goes on at its start',
  full: 'a log that is full to the last sector',
  differencing: 'a child disk that names its parent',
}

const WSL_PATH = '%LOCALAPPDATA%\\Packages'
const WSL_STOP = 'wsl --shutdown'

const JOBS = [
  {
    title: 'A disk that will not mount',
    text: 'See at once whether it was closed cleanly and what its log would still change. Save a copy with the log applied; the original stays as it is.',
  },
  {
    title: 'A disk that must not be altered',
    text: 'Look at it as it is on disk and as the replay would leave it, side by side. Every finding names its rule and its bytes; the report holds them all.',
  },
  {
    title: 'A log that went wrong',
    text: 'Every entry of the ring: active, superseded, stale, invalid and why. Which sequence was chosen, which were not, and what each descriptor writes.',
  },
]

function Samples() {
  const { openSample } = useActions()
  return (
    <section aria-labelledby="samples" className="part">
      <h2 id="samples">No file at hand?</h2>
      <p className={styles.hint}>
        These images are made here, when you click, and can be changed in the log lab.
      </p>
      <ul className={styles.samples}>
        {SAMPLE_IDS.map((id) => (
          <li key={id}>
            <button type="button" data-kind="quiet" onClick={() => void openSample(id)}>
              <strong>{id}</strong>
              <span>{SAMPLES[id]}</span>
            </button>
          </li>
        ))}
      </ul>
      <RecipeEntries />
    </section>
  )
}

export function HomeView() {
  const awaited = useApp((state) => state.awaited)
  const choose = useChooseFile()
  const evidenceMode = useApp((state) => state.evidenceMode)
  return (
    <PageFrame>
      <NewBuild />
      <div className={styles.drop}>
        <h1>Drop a .vhdx or .avhdx anywhere</h1>
        {awaited && (
          <p className={styles.awaited}>
            This link is about a place in a file of {wordsOf(awaited)}. Drop that file to see it.
          </p>
        )}
        <p>Any size · read in place · never written · never sent</p>
        <button type="button" data-kind="primary" onClick={choose}>
          Choose file…
        </button>
        <p className="small">
          or press <kbd>Ctrl O</kbd>
        </p>
      </div>
      <CodeField />
      <EvidenceSwitch />
      {!evidenceMode && <KeptImages />}
      <div className={`part ${styles.jobs}`}>
        {JOBS.map(({ title, text }) => (
          <section key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </section>
        ))}
      </div>
      <div className={styles.columns}>
        <Samples />
        <section aria-labelledby="wsl" className="part">
          <h2 id="wsl">The disk of a WSL distribution?</h2>
          <p className={styles.hint}>Stop WSL first, or Windows keeps the file to itself.</p>
          <dl className={styles.wsl}>
            <div>
              <dt>Run</dt>
              <dd>
                <code>{WSL_STOP}</code>
                <CopyButton text={WSL_STOP} what="the command" />
              </dd>
            </div>
            <div>
              <dt>Look in</dt>
              <dd>
                <code>{WSL_PATH}</code>
                <CopyButton text={WSL_PATH} what="the path" />
              </dd>
            </div>
            <div>
              <dt>Then</dt>
              <dd>
                <code>your distribution\LocalState\ext4.vhdx</code>
              </dd>
            </div>
          </dl>
        </section>
      </div>
    </PageFrame>
  )
}
