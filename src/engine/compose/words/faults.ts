/** What each fault does to the entry that it is put into: one sentence, for the form and the JSON schema. */

/** In the order of the form: first what goes wrong by itself, then what is made by hand. */
export const FAULT_WORDS = {
  'bad-checksum': 'The stored checksum is not that of the entry.',
  'torn-sector': 'Only the first half of the sector was written; the ring keeps the rest.',
  'lost-sector': 'The sector was never written: the ring keeps what it held.',
  'stale-guid': 'The entry is one of an earlier session: another LogGuid.',
  gap: 'So many sequence numbers are left out before the entry. Later entries go on behind it.',
  wrap: 'The entry begins in the last sector of the ring and goes on at its start.',
  'full-ring': 'The entry repeats its last descriptor until it reaches its own tail.',
  header:
    'Fields of the entry header say something else; the checksum is right unless it is given.',
  patch: 'Bytes of the entry are replaced before its checksum is made.',
  flip: 'A byte of the entry is inverted when all is done.',
} as const
