/** What is wrong with an image, from the parts that the findings hang on. */
import type { Finding } from '../findings/finding.ts'
import type { Image } from './image.ts'

/** About the file identifier and the headers: no replay changes what they say. */
export const headFindings = ({ identity, headers }: Image): readonly Finding[] => [
  ...identity.findings,
  ...headers.copies.flatMap((copy) => copy.findings),
  ...headers.findings,
]

/** About region tables, metadata and how the parts fit: what the log may change. */
export const regionFindings = ({ regionTables, metadata, findings }: Image): readonly Finding[] => [
  ...regionTables.copies.flatMap((copy) => copy.findings),
  ...regionTables.findings,
  ...(metadata?.findings ?? []),
  ...findings,
]
