/** A file of NTFS as its records describe it: which attributes it has, and which records say what of them. */
import type { ByteRange, ByteSource } from '../../../bytes/byte-source.ts'
import { formatCount } from '../../../bytes/format.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { KIB } from '../../../format/layout.ts'
import { Head } from '../../volumes/head.ts'
import {
  attributeName,
  attributesOf,
  type NtfsAttribute,
  residentValue,
} from '../../volumes/ntfs-record.ts'
import { ATTRIBUTE_LIST } from '../attribute-types.ts'
import { decodeExtents, readContent } from '../extents.ts'
import { type FileTable, isInUse } from '../file-table.ts'
import {
  baseOf,
  isDirectoryRecord,
  isSameUse,
  type Reference,
  referenceAt,
  sequenceOf,
} from './reference.ts'

/** What everything that reads a file needs. */
export interface NtfsVolume {
  readonly source: ByteSource
  readonly table: FileTable
  /** All three in bytes. */
  readonly clusterSize: number
  readonly recordSize: number
  readonly indexBlockSize: number
}

/** What one record says of an attribute whose content begins in another one, or in itself. */
export interface AttributePart extends Reference {
  /** From which cluster of the content on. */
  readonly vcn: number
}

/** An attribute, whose parts are in order of what they describe; there is at least one. */
export interface NodeAttribute {
  readonly type: number
  readonly name: string
  readonly parts: readonly AttributePart[]
}

export interface NtfsNode {
  readonly ok: true
  readonly number: number
  /** The record that describes it, or where there are several, the first one. */
  readonly base: Head
  /** Where that lies in the volume. */
  readonly place: ByteRange
  readonly isDirectory: boolean
  readonly attributes: readonly NodeAttribute[]
  readonly problems: readonly string[]
}

/** In bytes: no system makes a longer one. */
const MAX_LIST = 256 * KIB
const LIST_ENTRY = 26

export async function readNode(volume: NtfsVolume, number: number): Promise<NtfsNode | Refused> {
  const { table } = volume
  const isNumber = Number.isSafeInteger(number) && number >= 0 && number < table.count
  const record = isNumber ? await table.anyRecord(number) : undefined
  const place = isNumber ? table.placeOf(number) : undefined
  if (!isNumber) return refused(`Its table of files has no record ${number}.`)
  if (!record || !place) return refused(`Record ${formatCount(number)} is damaged.`)
  if (!isInUse(record)) return refused(`Record ${formatCount(number)} is not in use.`)
  if (baseOf(record).record !== 0) {
    return refused(
      `Record ${formatCount(number)} only continues record ${formatCount(baseOf(record).record)}.`,
    )
  }
  return nodeOf(volume, { number, base: record, place })
}

/** The node whose first record is `base`. */
export async function nodeOf(
  volume: NtfsVolume,
  { number, base, place }: Pick<NtfsNode, 'number' | 'base' | 'place'>,
): Promise<NtfsNode> {
  const own = { record: number, sequence: sequenceOf(base) }
  const node = { ok: true, number, base, place, isDirectory: isDirectoryRecord(base) } as const
  let parts: FoundPart[] = []
  for (const attribute of attributesOf(base)) {
    parts.push({
      type: attribute.type,
      name: attributeName(base, attribute),
      part: { ...own, vcn: vcnOf(base, attribute) },
    })
  }
  const list = findAttribute(base, ATTRIBUTE_LIST, '', 0)
  if (list === undefined) {
    return { ...node, attributes: grouped(parts), problems: [] }
  }
  const read = await readList(volume, base, list)
  const problems: string[] = []
  if (read === undefined) {
    problems.push('Its list of attributes cannot be read: what other records say of it is missing.')
  } else {
    const { entries, isWhole } = listed(read)
    if (!isWhole) problems.push('Its list of attributes is damaged: some of it may be missing.')
    // What the record has and the list does not name, the list itself above all, stays.
    const named = new Set(entries.map(({ type }) => type))
    parts = [...parts.filter(({ type }) => !named.has(type)), ...entries]
  }
  return { ...node, attributes: grouped(parts), problems }
}

/** What describes the given part: its record, and its place in it; or why nobody can say that. */
export async function findPart(
  { table }: NtfsVolume,
  node: NtfsNode,
  { type, name }: NodeAttribute,
  { vcn, record: number, sequence }: AttributePart,
): Promise<{ readonly record: Head; readonly attribute: NtfsAttribute } | string> {
  const which = `Record ${formatCount(number)}, which describes a part of it,`
  const record = number === node.number ? node.base : await table.record(number)
  if (record === undefined) return `${which} is damaged or not in use.`
  if (!isSameUse(sequenceOf(record), sequence)) return `${which} has been used for something else.`
  if (number !== node.number) {
    const base = baseOf(record)
    const isOwn = base.record === node.number && isSameUse(base.sequence, sequenceOf(node.base))
    if (!isOwn) return `${which} belongs to another file.`
  }
  const attribute = findAttribute(record, type, name, vcn)
  return attribute === undefined ? `${which} does not have it.` : { record, attribute }
}

export const attributeOf = (node: NtfsNode, type: number, name = ''): NodeAttribute | undefined =>
  node.attributes.find((it) => it.type === type && it.name === name)

function findAttribute(
  record: Head,
  type: number,
  name: string,
  vcn: number,
): NtfsAttribute | undefined {
  for (const attribute of attributesOf(record)) {
    if (attribute.type !== type || vcnOf(record, attribute) !== vcn) continue
    if (attributeName(record, attribute) === name) return attribute
  }
  return undefined
}

/** Exact up to 2^53: no content has clusters behind that. */
const vcnOf = (record: Head, { at, isResident }: NtfsAttribute): number =>
  isResident ? 0 : Number(record.u64(at + 0x10))

interface FoundPart {
  readonly type: number
  readonly name: string
  readonly part: AttributePart
}

function grouped(found: readonly FoundPart[]): readonly NodeAttribute[] {
  const attributes = new Map<string, NodeAttribute & { readonly parts: AttributePart[] }>()
  for (const { type, name, part } of found) {
    const key = `${type} ${name}`
    const known = attributes.get(key)
    if (known) known.parts.push(part)
    else attributes.set(key, { type, name, parts: [part] })
  }
  for (const { parts } of attributes.values()) parts.sort((a, b) => a.vcn - b.vcn)
  return [...attributes.values()]
}

function listed(list: Head): { readonly entries: FoundPart[]; readonly isWhole: boolean } {
  const entries: FoundPart[] = []
  for (let at = 0, length = 0; at + LIST_ENTRY <= list.length; at += length) {
    length = list.u16(at + 4)
    if (length < LIST_ENTRY || at + length > list.length) return { entries, isWhole: false }
    entries.push({
      type: list.u32(at),
      name: list.wide(at + list.u8(at + 7), list.u8(at + 6)),
      part: { vcn: Number(list.u64(at + 8)), ...referenceAt(list, at + 16) },
    })
  }
  return { entries, isWhole: true }
}

async function readList(
  { source, clusterSize }: NtfsVolume,
  base: Head,
  attribute: NtfsAttribute,
): Promise<Head | undefined> {
  if (attribute.isResident) {
    const value = residentValue(base, attribute)
    return value.offset + value.length <= base.length ? new Head(base.slice(value)) : undefined
  }
  const size = base.u64(attribute.at + 0x30)
  const pairs = base.u16(attribute.at + 0x20)
  const range = { offset: attribute.at + pairs, length: attribute.length - pairs }
  const extents = decodeExtents(base, range, 0)
  if (extents === undefined || size > MAX_LIST) return undefined
  const wanted = { offset: 0, length: Number(size) }
  const bytes = await readContent(source, { extents, clusterSize }, wanted)
  return bytes && new Head(bytes)
}
