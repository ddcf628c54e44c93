/** The buttons from one change to the next, and back. */
import type { ChangeWalk } from './use-change-walk.ts'

export const ChangeSteps = ({ step }: Pick<ChangeWalk, 'step'>) => (
  <>
    <button type="button" onClick={() => step('previous')}>
      Previous <kbd>P</kbd>
    </button>
    <button type="button" onClick={() => step('next')}>
      Next <kbd>N</kbd>
    </button>
  </>
)
