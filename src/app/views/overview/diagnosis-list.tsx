/** What is wrong with the image: each cause with what is lost by it, and the ways out. */
import type { StatedDiagnosis, WayOut as Told } from '../../../engine/diagnosis/verdict.ts'
import { lossWords } from '../../../engine/diagnosis/verdict-words.ts'
import type { WayId } from '../../../engine/diagnosis/way-words.ts'
import { isSalvageWay, type SalvageWayId } from '../../../engine/salvage/salvage-words.ts'
import { useChooseSeveral } from '../../shared/file-chooser.tsx'
import { CONDITION_SIGNS } from '../../shared/verdict/condition-signs.ts'
import { useActions } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './diagnosis-list.module.css'

/** Ways that this app goes itself, by the names of their buttons. */
const BUTTONS: Readonly<Partial<Record<WayId, string>>> = {
  findings: 'Go to the findings',
  repaired: 'Go to the findings',
  export: 'Go to the disk',
  'export-before': 'Go to the disk',
  'give-parent': 'Choose the parent…',
  relink: 'Look at it linked…',
  'salvage-with-value': 'Look at what it can be…',
}

/** The ways of salvage behind a way out; none where the dialog knows best. */
function salvageOf(id: WayId): readonly SalvageWayId[] | undefined {
  const way = id.replace('salvage-', '')
  if (way === 'together' || way === 'with-value') return []
  return isSalvageWay(way) ? [way] : undefined
}

function WayOut({ way, onGo }: { readonly way: Told; readonly onGo: () => void }) {
  const { id, does, command } = way
  const button = BUTTONS[id] ?? (salvageOf(id) && 'Look at it salvaged…')
  return (
    <li>
      {does}{' '}
      {button ? (
        <button type="button" data-kind="link" onClick={onGo}>
          {button}
        </button>
      ) : (
        command && <code className="data anywhere">vhdx-inspector {command}</code>
      )}
    </li>
  )
}

interface DiagnosisListProps {
  readonly diagnoses: readonly StatedDiagnosis[]
  /** What has been said already is not said again. */
  readonly title: string
}

export function DiagnosisList({ diagnoses, title }: DiagnosisListProps) {
  const { show, addParents, askSalvage, relink } = useActions()
  const choose = useChooseSeveral((files) => void addParents(files.map((file) => ({ file }))))
  if (diagnoses.length === 0) return null
  const go = (id: WayId) => {
    const salvage = salvageOf(id)
    if (salvage) askSalvage(salvage)
    else if (id === 'relink') void relink()
    else if (id === 'give-parent') choose()
    else show(id === 'findings' || id === 'repaired' ? 'findings' : 'disk')
  }
  return (
    <section className="panel" aria-labelledby="diagnoses">
      <h2 id="diagnoses">
        {diagnoses.every(({ condition }) => condition === 'sound')
          ? 'What there is to know besides'
          : 'What is wrong, and the ways out'}
      </h2>
      {diagnoses.map(({ id, title: name, cause, certainty, condition, sentences, loss, ways }) => (
        <div key={id} className={styles.diagnosis}>
          <ToneIcon sign={CONDITION_SIGNS[condition]} />
          <div className="stack prose">
            <h3>{name}</h3>
            {sentences
              .filter((sentence) => !title.includes(sentence))
              .map((sentence) => (
                <p key={sentence}>
                  <UntrustedText text={sentence} />
                </p>
              ))}
            <p className="muted">{cause}</p>
            {certainty === 'likely' && <p className="muted">This is likely, and not proven.</p>}
            {loss && loss.bytes > 0 && <p>Lost: {lossWords(loss)}</p>}
            <ul className={styles.ways}>
              {ways.map((way) => (
                <WayOut key={way.id} way={way} onGo={() => go(way.id)} />
              ))}
            </ul>
          </div>
        </div>
      ))}
    </section>
  )
}
