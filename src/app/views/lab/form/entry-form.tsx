/** The form of one entry: where it goes, its header, its descriptors, what is wrong with it. */
import { formatBytes, formatHex } from '../../../../engine/bytes/format.ts'
import type { Path } from '../../../../engine/compose/recipe.ts'
import type { LogEntry } from '../../../../engine/log/log.ts'
import type { PlacedEntry } from '../../../../worker/protocol/recipe.ts'
import { entryReason, STATUS_WORDS } from '../../../shared/log/entry-words.ts'
import { useLab, useProblems } from '../use-lab.ts'
import { DescriptorList } from './descriptor-list.tsx'
import { FaultList } from './fault-list.tsx'
import { Field } from './field.tsx'
import { inBytes, inHex } from './gloss.ts'
import styles from './lab-form.module.css'

interface EntryFormProps {
  readonly at: Path
  readonly placed: PlacedEntry | undefined
  readonly read: LogEntry | undefined
}

function Why({ placed, read }: Pick<EntryFormProps, 'placed' | 'read'>) {
  const { problems } = useLab()
  if (placed === undefined || problems.length > 0) return null
  if (read === undefined) {
    return (
      <p>Its header is not in the log: it was not written, or something was written over it.</p>
    )
  }
  return (
    <p>
      {STATUS_WORDS[read.status]}
      {read.status === 'invalid' && ` ${entryReason(read)}.`}
    </p>
  )
}

export function EntryForm({ at, placed, read }: EntryFormProps) {
  const problems = useProblems(at)
  const header = read?.header
  const hex = (value: number | undefined) => (value === undefined ? undefined : formatHex(value))
  const size = (value: bigint | undefined) => (value === undefined ? undefined : formatBytes(value))
  return (
    <div className={`stack loose ${styles.entryForm}`}>
      <Why placed={placed} read={read} />
      {problems.length > 0 && <p className="wrong anywhere">{problems.join(' ')}</p>}
      <div className={styles.grid}>
        <Field
          at={[...at, 'sequenceNumber']}
          label="Sequence number"
          usual={placed?.sequenceNumber.toString()}
        />
        <Field
          at={[...at, 'position']}
          label="Position in the log"
          usual={hex(placed?.position)}
          gloss={inHex}
        />
        <Field at={[...at, 'tail']} label="Tail" usual={hex(header?.tail)} gloss={inHex} />
        <Field
          at={[...at, 'flushedFileOffset']}
          label="FlushedFileOffset"
          usual={size(header?.flushedFileOffset)}
          gloss={inBytes}
        />
        <Field
          at={[...at, 'lastFileOffset']}
          label="LastFileOffset"
          usual={size(header?.lastFileOffset)}
          gloss={inBytes}
        />
        <Field at={[...at, 'logGuid']} label="LogGuid" kind="text" wide usual={header?.logGuid} />
        <Field at={[...at, 'about']} label="About" kind="text" wide />
      </div>
      <DescriptorList at={[...at, 'descriptors']} />
      <FaultList at={[...at, 'faults']} />
    </div>
  )
}
