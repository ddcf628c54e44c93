/** The parts of a file that are recorded as evidence, in words. */
import type { EvidencePart } from './evidence.ts'

export const PART_WORDS: Readonly<Record<EvidencePart['part'], string>> = {
  beginning: 'The first MiB',
  'file-identifier': 'File identifier',
  'header-1': 'Header 1',
  'header-2': 'Header 2',
  'region-table-1': 'Region table 1',
  'region-table-2': 'Region table 2',
  'header-section-rest': 'Rest of the header section',
  log: 'Log',
  'replayed-sectors': 'What the log writes over',
}
