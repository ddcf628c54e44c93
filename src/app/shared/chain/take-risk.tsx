/** Reading through a parent that was refused: a choice that is confirmed, since what is read may be torn. */
import { useState } from 'react'
import type { Risk } from '../../../engine/disk/chain/chain-report.ts'
import { useActions } from '../../store/use-app.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'

const WHY: Readonly<Record<Risk, string>> = {
  changed:
    'was written to after the child was made. What was written to it since shows through where the child has nothing of its own, so that files may be torn. Windows refuses such a chain with 0xC03A000E.',
  before:
    'is refused by the format, or damaged by its replay. It would be read as it is in the file, without its log: what that was about may be torn.',
  salvaged:
    'is refused by the format, or damaged. It would be read as the ways of salvage that lead furthest would leave it: what they give up may be old in the disk, or zero.',
}

const OFFERS: Readonly<Record<Risk, string>> = {
  changed: 'Read through it',
  before: 'Read it as it is in the file',
  salvaged: 'Read it as if it were salvaged',
}

export function TakeRisk({ name, risk }: { readonly name: string; readonly risk: Risk }) {
  const { takeRisk } = useActions()
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <p>
        <button type="button" onClick={() => setAsked(true)}>
          {OFFERS[risk]} at your own risk…
        </button>
      </p>
      {isAsked && (
        <ConfirmDialog
          title="Read through this parent?"
          confirm="Read through it"
          onConfirm={() => void takeRisk(name, risk)}
          onClose={() => setAsked(false)}
        >
          <strong>
            <UntrustedText text={name} />
          </strong>{' '}
          {WHY[risk]} No file is changed; the verdict and every report say that it was read so.
        </ConfirmDialog>
      )}
    </>
  )
}
