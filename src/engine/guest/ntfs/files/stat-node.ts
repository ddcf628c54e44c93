/** What NTFS keeps of one file: its kind, sizes, times, attributes, names and streams. */
import type { ByteSource } from '../../../bytes/byte-source.ts'
import type { NodeKind, Stat } from '../../guest-files.ts'
import { attributesOf, residentValue } from '../../volumes/ntfs-record.ts'
import {
  DATA,
  FILE_NAME,
  INDEX_ALLOCATION,
  INDEX_ROOT,
  NAMES,
  REPARSE_POINT,
} from '../attribute-types.ts'
import { contentOf } from './content.ts'
import { fileNameAt } from './file-name.ts'
import { attributeOf, type NodeAttribute, type NtfsNode, type NtfsVolume } from './node.ts'
import { MAX_REPARSE, type ReparsePoint, readReparsePoint } from './reparse-point.ts'
import { attributeWords, standardInformation } from './standard-information.ts'
import { openStream } from './stream.ts'

/** The attribute that is the content of a node: of a directory, the table of its names. */
export function mainAttribute(node: NtfsNode): NodeAttribute | undefined {
  if (!node.isDirectory) return attributeOf(node, DATA)
  return attributeOf(node, INDEX_ALLOCATION, NAMES) ?? attributeOf(node, INDEX_ROOT, NAMES)
}

export async function statNode(volume: NtfsVolume, node: NtfsNode): Promise<Stat> {
  const information = standardInformation(node.base)
  const problems = [...node.problems]
  if (information.problem !== undefined) problems.push(information.problem)
  const reparse = await reparsePointOf(volume, node)
  if (reparse?.problem !== undefined) problems.push(reparse.problem)
  const main = mainAttribute(node)
  const content = main && (await openStream(volume, node, main))
  if (content?.ok === false) problems.push(content.reason)
  if (content?.ok && content.problem !== undefined) problems.push(content.problem)
  if (content?.ok && content.isEncrypted) problems.push('It is encrypted (EFS), which is not read.')
  const streams: { name: string; size: bigint }[] = []
  for (const of of node.attributes) {
    if (of.type !== DATA || of.name === '') continue
    const stream = await openStream(volume, node, of)
    const problem = stream.ok ? stream.problem : stream.reason
    if (problem !== undefined) problems.push(`Its stream “${of.name}”: ${problem}`)
    streams.push({ name: of.name, size: stream.ok ? stream.size : 0n })
  }
  return {
    ok: true,
    kind: kindOf(node, reparse),
    size: content?.ok ? content.size : 0n,
    allocated: content?.ok ? content.allocated : 0n,
    times: information.times,
    links: await countNames(volume, node),
    attributes: attributeWords(information.attributes),
    ...(reparse?.target !== undefined && { target: reparse.target }),
    ...(streams.length > 0 && { streams }),
    record: node.place,
    problems,
  }
}

export const kindOf = (node: NtfsNode, reparse: ReparsePoint | undefined): NodeKind =>
  reparse?.kind ?? (node.isDirectory ? 'directory' : 'file')

export async function reparsePointOf(
  volume: NtfsVolume,
  node: NtfsNode,
): Promise<ReparsePoint | undefined> {
  const of = attributeOf(node, REPARSE_POINT)
  if (of === undefined) return undefined
  const { attributes } = standardInformation(node.base)
  const stream = await openStream(volume, node, of)
  if (!stream.ok) return readReparsePoint(new Uint8Array(), attributes)
  const source: ByteSource = contentOf(volume.source, stream, {
    clusterSize: volume.clusterSize,
    hidden: undefined,
  }).source
  return readReparsePoint(await source.read(0, Math.min(source.size, MAX_REPARSE)), attributes)
}

/** Without those that only DOS sees beside others. */
async function countNames({ table }: NtfsVolume, node: NtfsNode): Promise<number> {
  const parts = attributeOf(node, FILE_NAME)?.parts ?? []
  let count = 0
  for (const number of new Set(parts.map(({ record }) => record))) {
    const record = number === node.number ? node.base : await table.record(number)
    if (record === undefined) continue
    for (const attribute of attributesOf(record)) {
      if (attribute.type !== FILE_NAME || !attribute.isResident) continue
      const name = fileNameAt(record, residentValue(record, attribute))
      if (name && !name.isOnlyDos) count++
    }
  }
  return count
}
