/** The parent locator of a differencing disk, §2.6.2.6. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import { type Guid, parseGuid } from '../../bytes/guid.ts'
import { fieldRange } from '../../bytes/struct.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import {
  type ParentLocatorEntry,
  parentLocatorEntry,
  parentLocatorHeader,
  VHDX_PARENT_LOCATOR,
} from '../../format/parent-locator.ts'
import { readPath } from './read-path.ts'

export interface ParentLocatorPair {
  readonly key: string
  readonly value: string
  readonly keyAt: ByteRange
  readonly valueAt: ByteRange
}

export interface ParentLocator {
  readonly at: ByteRange
  readonly locatorType: Guid
  /** Those that lie in the item. */
  readonly pairs: readonly ParentLocatorPair[]
}

export interface ParentLocatorReading {
  readonly locator: ParentLocator
  readonly findings: readonly Finding[]
}

/** Of the paths, in the order in which they are to be tried (§2.6.2.6.3). */
export const PATH_KEYS = ['relative_path', 'volume_path', 'absolute_win32_path'] as const

/**
 * Reads the item `bytes`, which lies at `offset` of the file; `undefined` if it is too short for its
 * header. A pair that does not lie in the item is left out, and the first of them is a finding.
 */
export function readParentLocator(
  bytes: Uint8Array,
  offset: number,
): ParentLocatorReading | undefined {
  if (bytes.length < parentLocatorHeader.size) return undefined
  const { locatorType, reserved, keyValueCount } = parentLocatorHeader.decode(bytes)
  const at = { offset, length: bytes.length }
  const pairs: ParentLocatorPair[] = []
  let malformed: number | undefined
  // Pairs may share their text: without a limit, an item of 1 MiB could make gigabytes of it.
  let room = bytes.length
  for (let index = 0; index < keyValueCount; index++) {
    const entry = entryAt(bytes, index)
    const fits = entry !== undefined && liesIn(entry, bytes.length)
    if (fits) room -= entry.keyLength + entry.valueLength
    if (fits && room >= 0) pairs.push(readPair(bytes, offset, entry))
    else malformed ??= index
    if (entry === undefined || room < 0) break
  }
  const findings: Finding[] = []
  if (malformed !== undefined) {
    const values = { index: malformed, length: bytes.length }
    findings.push(finding('parent.locator-malformed', at, values))
  }
  if (reserved !== 0) {
    const range = fieldRange(parentLocatorHeader, 'reserved', offset)
    const field = `Reserved of the ${parentLocatorHeader.name}`
    findings.push(finding('metadata.reserved-nonzero', range, { field }))
  }
  return { locator: { at, locatorType, pairs }, findings }
}

function entryAt(item: Uint8Array, index: number): ParentLocatorEntry | undefined {
  const at = parentLocatorHeader.size + index * parentLocatorEntry.size
  return at + parentLocatorEntry.size <= item.length
    ? parentLocatorEntry.decode(item, at)
    : undefined
}

/** Offsets and lengths must be greater than zero (§2.6.2.6.2). */
const liesIn = (entry: ParentLocatorEntry, length: number): boolean =>
  entry.keyOffset > 0 &&
  entry.keyLength > 0 &&
  entry.keyOffset + entry.keyLength <= length &&
  entry.valueOffset > 0 &&
  entry.valueLength > 0 &&
  entry.valueOffset + entry.valueLength <= length

const readPair = (
  item: Uint8Array,
  offset: number,
  { keyOffset, keyLength, valueOffset, valueLength }: ParentLocatorEntry,
): ParentLocatorPair => ({
  key: decodeUtf16(item, keyOffset, keyLength),
  value: decodeUtf16(item, valueOffset, valueLength),
  keyAt: { offset: offset + keyOffset, length: keyLength },
  valueAt: { offset: offset + valueOffset, length: valueLength },
})

/** All of it, lone surrogates and NULs included: text from the file is passed on as it is. */
function decodeUtf16(bytes: Uint8Array, at: number, length: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, length)
  let text = ''
  for (let i = 0; i + 1 < length; i += 2) text += String.fromCharCode(view.getUint16(i, true))
  return text
}

/** What is wrong with the locator of a disk that has a parent. */
export function parentFindings({ at, locatorType, pairs }: ParentLocator): readonly Finding[] {
  if (locatorType !== VHDX_PARENT_LOCATOR) {
    const range = fieldRange(parentLocatorHeader, 'locatorType', at.offset)
    return [finding('parent.type-unknown', range, { type: locatorType })]
  }
  const pairOf = (wanted: string) => pairs.find(({ key }) => key === wanted)
  const linkage = pairOf('parent_linkage')
  const linkage2 = pairOf('parent_linkage2')
  const findings: Finding[] = []
  if (linkage === undefined || parseGuid(linkage.value) === undefined) {
    const found = linkage === undefined ? 'missing' : `“${linkage.value}”`
    findings.push(finding('parent.linkage', linkage?.valueAt ?? at, { found }))
  }
  if (linkage2 !== undefined) {
    const found = linkage2.value
    findings.push(finding('parent.linkage2-present', linkage2.valueAt, { found }))
  }
  for (const key of PATH_KEYS) {
    const pair = pairOf(key)
    if (!pair) continue
    const { path, stray } = readPath(pair.value)
    if (stray.length === 0) continue
    const values = { key, stray: stray.join(' and '), path }
    findings.push(finding('parent.path-stray', pair.valueAt, values))
  }
  if (PATH_KEYS.every((key) => pairOf(key) === undefined)) {
    findings.push(finding('parent.no-path', at))
  }
  return findings
}
