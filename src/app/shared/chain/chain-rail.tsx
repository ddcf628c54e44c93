/** The chain of a child disk, from the child down to its base: what is there, what is missing, and why. */
import { formatBytes } from '../../../engine/bytes/format.ts'
import type { ChainFileReport, ChainReport, Risk } from '../../../engine/disk/chain/chain-report.ts'
import { riskWords } from '../../../engine/disk/chain/chain-words.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { useChooseSeveral } from '../file-chooser.tsx'
import styles from './chain-rail.module.css'
import { TakeRisk } from './take-risk.tsx'

const PATHS = {
  relative_path: 'Beside the file',
  volume_path: 'On its volume',
  absolute_win32_path: 'On its machine',
} as const

const KINDS = {
  relative_path: 'relative',
  volume_path: 'volume',
  absolute_win32_path: 'absolute',
} as const

function Link({ link }: { readonly link: NonNullable<ChainFileReport['link']> }) {
  const { recognised, problems, paths } = link
  const risks = riskWords(link)
  return (
    <>
      {paths.length > 0 && (
        <p className="muted anywhere">
          named as{' '}
          {paths.map(({ key, value }, index) => (
            <span key={key}>
              {index > 0 && ', '}
              <UntrustedText text={value} /> ({KINDS[key]})
            </span>
          ))}
        </p>
      )}
      <p className="muted anywhere">
        {risks.length === 0 && <ToneIcon sign="ok" label="right" />} {recognised}
      </p>
      {risks.map((words) => (
        <p key={words} className="anywhere">
          <ToneIcon sign="warning" label="at your own risk" /> {words}
        </p>
      ))}
      {problems.map((problem) => (
        <p key={problem} className="muted anywhere">
          <ToneIcon sign="warning" label="but" /> <UntrustedText text={problem} />
        </p>
      ))}
    </>
  )
}

function File({ file, index }: { readonly file: ChainFileReport; readonly index: number }) {
  const { name, virtualDiskSize, link } = file
  return (
    <li>
      <p className={styles.name}>
        <span>{index === 0 ? 'Child' : `Parent ${index}`}</span>{' '}
        <strong>
          <UntrustedText text={name} />
        </strong>
        {virtualDiskSize !== undefined && <span>, {formatBytes(virtualDiskSize)}</span>}
      </p>
      {link && <Link link={link} />}
      <TakeRisks name={name} risks={link?.risks} />
    </li>
  )
}

interface TakeRisksProps {
  readonly name: string
  readonly risks: readonly Risk[] | undefined
}

function TakeRisks({ name, risks = [] }: TakeRisksProps) {
  return risks.map((risk) => <TakeRisk key={risk} name={name} risk={risk} />)
}

function Missing({ chain }: { readonly chain: ChainReport }) {
  const { addParents } = useActions()
  const choose = useChooseSeveral((files) => void addParents(files.map((file) => ({ file }))))
  const { missing, cycle, files } = chain
  if (missing === undefined) return null
  return (
    <li className={styles.missing} data-drop="parent">
      <p className={styles.name}>
        <span>Parent {files.length}</span> <strong>missing</strong>
      </p>
      <dl className={styles.paths}>
        {missing.paths.map(({ key, value }) => (
          <div key={key}>
            <dt>{PATHS[key]}</dt>
            <dd>
              <UntrustedText text={value} />
            </dd>
          </div>
        ))}
        <div>
          <dt>Its DataWriteGuid</dt>
          <dd className="data">{missing.wanted ?? 'not named'}</dd>
        </div>
      </dl>
      {cycle !== undefined && (
        <p className="muted anywhere">
          <ToneIcon sign="error" label="error" /> <UntrustedText text={cycle} />
        </p>
      )}
      <p className={styles.choose}>
        Drop it here, or{' '}
        <button type="button" onClick={choose}>
          Choose parents…
        </button>
      </p>
    </li>
  )
}

function Refused({ refused }: Pick<ChainReport, 'refused'>) {
  if (refused.length === 0) return null
  return (
    <>
      <h3>Not in this chain</h3>
      <ul className="stack">
        {refused.map(({ name, reason, risks }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file may be given twice
          <li key={index}>
            <p className={styles.name}>
              <strong>
                <UntrustedText text={name} />
              </strong>
            </p>
            <p className="muted anywhere">
              <ToneIcon sign="error" label="wrong" /> <UntrustedText text={reason} />
            </p>
            <TakeRisks name={name} risks={risks} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Nothing until the chain has been read. */
export function ChainRail() {
  const chain = useApp((state) => state.chain)
  const given = useApp((state) => state.parents.length)
  const { forgetParents } = useActions()
  if (chain === undefined) return null
  return (
    <div className={`stack ${styles.chain}`}>
      <ol className={styles.rail} aria-label="Chain from child to base">
        {chain.files.map((file, index) => (
          <File key={index === 0 ? 'child' : `${index} ${file.name}`} file={file} index={index} />
        ))}
        <Missing chain={chain} />
      </ol>
      {chain.missing === undefined && <p>The chain is complete: the disk is read through it.</p>}
      <Refused refused={chain.refused} />
      {given > 0 && (
        <p>
          <button type="button" data-kind="link" onClick={() => void forgetParents()}>
            Forget the parents
          </button>
        </p>
      )}
    </div>
  )
}
