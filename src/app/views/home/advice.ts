/** What can be done about a file that cannot be opened. */
import type { ErrorCode } from '../../../worker/protocol/protocol.ts'

export interface Step {
  readonly text: string
  readonly command?: string
}

const RELEASE: readonly Step[] = [
  { text: 'The disk of a WSL distribution: stop WSL.', command: 'wsl --shutdown' },
  { text: 'A disk attached to Windows: detach it.', command: 'Dismount-VHD -Path <path>' },
  { text: 'The disk of a virtual machine: shut the machine down.' },
  { text: 'A file that changed since it was chosen: choose it again.' },
  { text: 'Or copy the file, and open the copy.' },
]

const MOVED: readonly Step[] = [
  { text: 'See whether the file is still in its folder, and choose it again.' },
]

export interface Advice {
  readonly title: string
  readonly steps: readonly Step[]
}

export function adviceFor(code: ErrorCode): Advice {
  switch (code) {
    case 'in-use':
    case 'unreadable':
      return { title: 'The browser cannot read this file', steps: RELEASE }
    case 'file-changed':
      return {
        title: 'The file changed while it was read',
        steps: [{ text: 'Something still writes to it.' }, ...RELEASE],
      }
    case 'file-missing':
      return { title: 'The file is not there any more', steps: MOVED }
    case 'no-permission':
      return {
        title: 'The browser may not read this file',
        steps: [{ text: 'Choose it again, or copy it into a folder of your own.' }],
      }
    default:
      return { title: 'The file could not be opened', steps: [] }
  }
}
