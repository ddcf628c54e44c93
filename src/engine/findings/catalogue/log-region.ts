/** The log as a whole, §2.3. */
import type { Rule } from '../rule.ts'

export const logRegionRules = {
  'log.dirty': {
    section: '2.3.3',
    level: 'MUST',
    title: 'The log must be replayed',
    message:
      'LogGuid is {logGuid} and the log holds an active sequence of {entries|entry|entries} with {writes|write|writes}.',
  },
  'log.no-active-sequence': {
    section: '2.3.3',
    level: 'MUST',
    title: 'No valid and complete log sequence',
    message:
      'LogGuid is {logGuid}, but in the log, where {candidates|position begins|positions begin} like an entry, there is no valid and complete sequence.',
  },
  'log.length-zero': {
    section: '2.2.2',
    level: 'MUST',
    title: 'The log has no length',
    message: 'LogGuid is set, but LogLength is 0.',
  },
  'log.length-unaligned': {
    section: '2.2.2',
    level: 'MUST',
    title: 'LogLength is not a multiple of 1 MiB',
    message: 'LogLength is {length} bytes.',
  },
  'log.offset-unaligned': {
    section: '2.2.2',
    level: 'MUST',
    title: 'LogOffset is not a multiple of 1 MiB',
    message: 'LogOffset is {offset:hex}.',
  },
  'log.in-header-section': {
    section: '2.3',
    level: 'MUST',
    title: 'The log lies in the header section',
    message: 'LogOffset is {offset:hex}; the header section ends at 1 MiB.',
  },
  'log.beyond-end': {
    section: '2.3',
    level: 'MUST',
    title: 'The log reaches past the end of the file',
    message: 'The log ends at {end:hex}, but the file has {size:bytes}.',
  },
  'log.overlaps-region': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'The log overlaps a region',
    message:
      'The log at {offset:hex} with {length:bytes} overlaps the region {region} at {regionOffset:hex}.',
  },
  'log.overlaps-block': {
    section: '2.5.1',
    level: 'MUST',
    title: 'The log overlaps a block',
    message: 'BAT[{index}] puts a block at {blockOffset:hex}, inside the log.',
  },
  'log.too-large': {
    section: '2.3',
    level: 'note',
    title: 'Very large log',
    message: 'The log has {length:bytes}; some implementations take at most 1 GiB.',
  },
  'log.orphan-data-sectors': {
    section: '2.3.1.4',
    level: 'note',
    title: 'Data sectors without an entry',
    message:
      '{count|data sector belongs|data sectors belong} to no entry that is left: what described them was overwritten. This is history.',
  },
  'log.stale-session': {
    section: '2.3.2',
    level: 'note',
    title: 'Entries of an earlier session',
    message:
      '{entries|valid entry carries|valid entries carry} LogGuid {logGuid}, sequence {numbers}. This is history.',
  },
  'log.sequence-wraps': {
    section: '2.3',
    level: 'note',
    title: 'The active sequence goes round the end of the log',
    message:
      'The active sequence begins at {tail:log}, goes on at the start of the log, and ends with the entry at {head:log}.',
  },
  'log.full': {
    section: '2.3',
    level: 'note',
    title: 'The active sequence fills the log',
    message: 'The active sequence takes all {length:bytes} of the log.',
  },
} as const satisfies Record<string, Rule>
