/** What screen, command line and report say of a parent that is read at somebody’s own risk. */
const CHANGED_RISK = 'It was written to after the child was made, and is read at your own risk.'
const BEFORE_RISK = 'It is read as it is in the file, without its replay, at your own risk.'

interface TakenRisks {
  readonly accepted?: boolean | undefined
  readonly before?: boolean | undefined
  readonly salvaged?:
    | { readonly ways: readonly string[]; readonly losses: readonly string[] }
    | undefined
}

export const riskWords = ({ accepted, before, salvaged }: TakenRisks): readonly string[] => [
  ...(accepted ? [CHANGED_RISK] : []),
  ...(before ? [BEFORE_RISK] : []),
  ...(salvaged
    ? [
        `It is read as a salvage would leave it (${salvaged.ways.join(',')}), at your own risk.`,
        ...salvaged.losses,
      ]
    : []),
]
