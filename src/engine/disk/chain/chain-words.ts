/** What screen, command line and report say of a parent that is read at somebody’s own risk. */
const CHANGED_RISK = 'It was written to after the child was made, and is read at your own risk.'
const BEFORE_RISK = 'It is read as it is in the file, without its replay, at your own risk.'

export const riskWords = ({
  accepted,
  before,
}: {
  readonly accepted?: boolean | undefined
  readonly before?: boolean | undefined
}): readonly string[] => [...(accepted ? [CHANGED_RISK] : []), ...(before ? [BEFORE_RISK] : [])]
