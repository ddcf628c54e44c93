/** The two region tables, §2.2.3. */
import type { Rule } from '../rule.ts'

export const regionRules = {
  'region-table.signature': {
    section: '2.2.3.1',
    level: 'MUST',
    title: 'Region table has no “regi” signature',
    message: 'Region table {copy} begins with “{found}” instead of “regi”.',
  },
  'region-table.checksum': {
    section: '2.2.3.1',
    level: 'MUST',
    title: 'Region table checksum does not match',
    message: 'Region table {copy} stores CRC-32C {stored:crc}, but its bytes give {computed:crc}.',
  },
  'region-table.none-valid': {
    section: '2.2.3.1',
    level: 'MUST',
    title: 'No valid region table',
    message:
      'Neither region table has a valid signature and checksum, so nothing says where BAT and metadata are.',
  },
  'region-table.copies-differ': {
    section: '2.2.3',
    level: 'note',
    title: 'The region tables differ',
    message: 'Both region tables are valid, but they are not the same; the first is used.',
  },
  'region-table.count': {
    section: '2.2.3.1',
    level: 'MUST',
    title: 'Too many regions',
    message: 'Region table {copy} has EntryCount {count}; at most 2,047 are allowed.',
  },
  'region.duplicate': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'A region is listed twice',
    message: 'Entries {first} and {second} both name the region {region}.',
  },
  'region.unaligned': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'A region is not aligned to 1 MiB',
    message:
      'The region {region} lies at {offset:hex} with {length} bytes; both must be multiples of 1 MiB.',
  },
  'region.below-1-mib': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'A region lies in the header section',
    message: 'The region {region} lies at {offset:hex}; regions begin at 1 MiB or later.',
  },
  'region.length-zero': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'A region without length',
    message: 'The region {region} has length 0.',
  },
  'region.overlap': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'Regions overlap',
    message: 'The regions {first} and {second} overlap at {offset:hex}.',
  },
  'region.beyond-end': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'A region reaches past the end of the file',
    message: 'The region {region} ends at {end:hex}, but the file has {size:bytes}.',
  },
  'region.unknown-required': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'An unknown region is required',
    message: 'The region {region} is marked as required, but MS-VHDX does not define it.',
  },
  'region.required-flag-clear': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'A known region is not marked as required',
    message: 'The region {region} has Required {required}; it must be 1.',
  },
  'region.missing-bat': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'There is no BAT region',
    message: 'The region table does not list the BAT.',
  },
  'region.missing-metadata': {
    section: '2.2.3.2',
    level: 'MUST',
    title: 'There is no metadata region',
    message: 'The region table does not list the metadata region.',
  },
} as const satisfies Record<string, Rule>
