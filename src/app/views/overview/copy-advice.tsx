/** How to get a whole copy of a file that was cut off. */
import { CopyButton } from '../../shared/copy-button.tsx'
import styles from './verdict-card.module.css'

const COMMAND = 'robocopy <from> <to> disk.vhdx /J /R:3 /V'

export function CopyAdvice() {
  return (
    <ol className={`stack tight ${styles.advice}`}>
      <li>Compare the size of this file with the size of the original.</li>
      <li>Shut down the virtual machine, or detach the disk, so that nothing writes to it.</li>
      <li>
        Copy it once more, with a tool that notices an incomplete copy: <code>{COMMAND}</code>{' '}
        <CopyButton text={COMMAND} what="the command" />
      </li>
      <li>Check the free space and the largest file size of the target: FAT32 ends at 4 GiB.</li>
      <li>Open the new copy here.</li>
    </ol>
  )
}
