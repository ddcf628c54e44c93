/** The shares of the account of a file's space: what each is called, and its bit in the cells of a map. */

/** In the order of the account. Together they are the file, each byte in one of them. */
export const SHARES = [
  'headers',
  'log',
  'tables',
  'in-use',
  'guest-free',
  'unknown',
  'zeros',
  'past-disk',
  'overlap',
  'unowned',
  'unowned-data',
  'unowned-zeros',
  'uncharted',
] as const
export type Share = (typeof SHARES)[number]

/** How many bytes of the file are in each. */
export type ShareBytes = Readonly<Record<Share, number>>

export const shareBit = (share: Share): number => 1 << SHARES.indexOf(share)

export const SHARE_NAMES: Readonly<Record<Share, string>> = {
  headers: 'Header section',
  log: 'Log',
  tables: 'Tables',
  'in-use': 'Blocks in use by the guest',
  'guest-free': 'Blocks free in the guest',
  unknown: 'Blocks whose use is not known',
  zeros: 'Blocks of zeros',
  'past-disk': 'Past what the disk needs',
  overlap: 'Several owners',
  unowned: 'Nobody’s, not looked at',
  'unowned-data': 'Nobody’s, with data',
  'unowned-zeros': 'Nobody’s, all zero',
  uncharted: 'Past what a VHDX can need',
}

/** What is counted in each, as a sentence. */
export const SHARE_MEANINGS: Readonly<Record<Share, string>> = {
  headers: 'File identifier, both headers, both region tables, and what is reserved between them.',
  log: 'The log, whether it holds entries or not.',
  tables: 'Metadata, BAT, sector bitmaps and other regions.',
  'in-use': 'Blocks of which the guest’s file systems use at least a part.',
  'guest-free': 'Blocks of which all is free in the guest’s file systems.',
  unknown:
    'Blocks in no partition, in a file system whose free space is not known, or of a skeleton, which does not say it.',
  zeros: 'Blocks of the disk that read as nothing but zeros, whatever the guest has there.',
  'past-disk':
    'Behind the disk’s end: the rest of its last block, and places that entries behind the last block name.',
  overlap: 'Space that more than one block or structure claims.',
  unowned: 'Space that no entry owns. Nobody has looked whether there are data in it.',
  'unowned-data': 'Space that no entry owns, with data in it, by the MiB.',
  'unowned-zeros': 'Space that no entry owns, and nothing but zeros in it.',
  uncharted: 'The end of a file that is larger than any VHDX can be.',
}
