/** Hashes and evidence in the document: which bytes, of which state, when. */

import { formatCount, formatHex, plural } from '../../bytes/format.ts'
import { HASH_NAMES } from '../../bytes/hash/hash-names.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { readingWords, type UpdateWords, updateWords } from '../../changes/update-words.ts'
import type { WrittenKind } from '../../inspect/evidence.ts'
import { PART_WORDS } from '../../inspect/evidence-words.ts'
import { type Block, data, facts, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

type Evidence = NonNullable<Report['evidence']>
type EvidenceRecord = Evidence['opened']

export function evidenceSections({
  hashes = [],
  evidence,
  written = [],
  salvage,
}: Report): readonly Block[] {
  return [
    ...(hashes.length > 0
      ? [heading(2, 'Hashes'), ...hashTable(hashes, updateWords(salvage && { kind: 'salvage' }))]
      : []),
    ...(evidence ? [heading(2, 'Evidence'), ...evidenceBlocks(evidence)] : []),
    ...(written.length > 0 ? [heading(2, 'Files made of it'), ...writtenBlocks(written)] : []),
  ]
}

const hashTable = (hashes: NonNullable<Report['hashes']>, words: UpdateWords): readonly Block[] =>
  table(
    'Of the whole file',
    ['Of what', 'Algorithm', 'Hash', 'Bytes', 'Finished'],
    hashes,
    ({ state, algorithm, hex, size, finished, fileWriteGuid }) => [
      `the file ${readingWords(state, words)}${fileWriteGuid ? `, with FileWriteGuid ${fileWriteGuid}` : ''}`,
      HASH_NAMES[algorithm],
      data(hex),
      data(formatCount(size)),
      data(finished),
    ],
  )

type Written = NonNullable<Report['written']>

const KINDS: Readonly<Record<WrittenKind, string>> = {
  replayed: 'a copy after the replay',
  salvaged: 'a salvaged copy',
  kept: 'a copy as it is',
  raw: 'the disk as a raw image',
  vhdx: 'the disk as a dynamic VHDX',
  'vhdx-fixed': 'the disk as a fixed VHDX',
  vhd: 'the disk as a fixed VHD',
  patch: 'what the update changes',
  skeleton: 'a skeleton',
  'guest-file': 'a file of the guest',
  'guest-files': 'files of the guest, in a folder',
  'guest-tar': 'files of the guest, as an archive',
}

function writtenBlocks(written: Written): readonly Block[] {
  return [
    ...table(
      'While it was open',
      ['Name', 'What it is', 'Bytes', 'Finished', 'Hash'],
      written,
      ({ kind, name, size, finished, hash, isDownload }) => [
        data(visibleText(name)),
        isDownload ? `${KINDS[kind]}; a download, not read back` : KINDS[kind],
        data(formatCount(size)),
        data(finished),
        hash ? data(`${HASH_NAMES[hash.algorithm]} ${hash.hex}`) : 'none was wanted',
      ],
    ),
    ...written.flatMap(({ name, unreadableBytes, dropped }) => [
      ...(unreadableBytes > 0
        ? [
            text(
              `${visibleText(name)}: ${formatCount(unreadableBytes)} bytes of the disk could not be read, and are zero in it.`,
            ),
          ]
        : []),
      ...(dropped && dropped.count > 0 ? droppedTable(name, dropped) : []),
    ]),
  ]
}

const droppedTable = (
  name: string,
  { bytes, count, places }: NonNullable<Written[number]['dropped']>,
): readonly Block[] =>
  table(
    `${visibleText(name)}: left out as free, and zero in it: ${formatCount(bytes)} bytes in ${plural(count, 'place')} of the disk${count > places.length ? `, of which the first ${places.length} are listed` : ''}`,
    ['Where', 'Bytes'],
    places,
    ({ offset, length }) => [data(formatHex(offset)), data(formatCount(length))],
  )

function evidenceBlocks({ mode, opened, again, same, problem }: Evidence): readonly Block[] {
  return [
    facts([
      ['Evidence mode', mode ? 'on: nothing of this session was remembered' : 'off'],
      ['At opening', summary(opened)],
      [
        'At the end',
        again ? summary(again) : problem ? 'it could not be read again' : 'not looked at again',
      ],
      ['Compared', comparedWords(same)],
    ]),
    ...(problem === undefined ? [] : [text(visibleText(problem))]),
    ...recordTable('At opening', opened),
    ...(again ? recordTable('At the end', again) : []),
  ]
}

const summary = ({ sha256, size, finished }: EvidenceRecord) =>
  data(`SHA-256 ${sha256}, of a file of ${formatCount(size)} bytes, ${finished}`)

function comparedWords(same: Evidence['same']): string {
  if (same === null) return 'there is nothing to compare'
  return same ? 'the same bytes' : 'the bytes have changed'
}

const recordTable = (when: string, { parts }: EvidenceRecord): readonly Block[] =>
  table(
    `${when}, part by part`,
    ['Part', 'Where', 'Bytes', 'SHA-256'],
    parts,
    ({ part, ranges, rangeCount, bytes, sha256 }) => [
      PART_WORDS[part],
      data(placeWords(ranges, rangeCount)),
      data(formatCount(bytes)),
      data(sha256),
    ],
  )

/** The first place, and how many more there are: all of them are in the JSON. */
function placeWords(ranges: EvidenceRecord['parts'][number]['ranges'], count: number): string {
  const first = formatHex(ranges[0]?.offset ?? 0)
  return count > 1 ? `${first} and ${plural(count - 1, 'other place')}` : first
}
