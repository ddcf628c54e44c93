/** What is to be said about the values of the known metadata items, §2.6.2. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import { fieldRange } from '../../bytes/struct.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import type { RuleId } from '../../findings/rules.ts'
import { METADATA_TABLE_SIZE } from '../../format/layout.ts'
import { fileParameters, KNOWN_ITEMS, type KnownItemName } from '../../format/metadata-items.ts'
import { isBlockSize, isDiskSize, isSectorSize } from './disk-limits.ts'
import { findItem } from './find-item.ts'
import type { Metadata } from './metadata.ts'
import { parentFindings } from './read-parent-locator.ts'

/** The least sector: what a disk's size is a multiple of even where its sector size is not known. */
const LEAST_SECTOR_SIZE = 512

/** Items that every VHDX has. */
const REQUIRED_ITEMS = [
  'fileParameters',
  'virtualDiskSize',
  'virtualDiskId',
  'logicalSectorSize',
  'physicalSectorSize',
] as const satisfies readonly KnownItemName[]

type Values = Omit<Metadata, 'findings'>

export function valueFindings(metadata: Values): readonly Finding[] {
  const table = { offset: metadata.region.offset, length: METADATA_TABLE_SIZE }
  const at = (name: KnownItemName): ByteRange => findItem(metadata.items, name)?.range ?? table
  return [
    ...REQUIRED_ITEMS.filter((name) => metadata[name] === undefined).map((name) =>
      finding('metadata.missing-item', table, { item: KNOWN_ITEMS[name].name }),
    ),
    ...parameterFindings(metadata, at('fileParameters')),
    ...sectorFindings(
      'metadata.logical-sector-size',
      metadata.logicalSectorSize,
      at('logicalSectorSize'),
    ),
    ...sectorFindings(
      'metadata.physical-sector-size',
      metadata.physicalSectorSize,
      at('physicalSectorSize'),
    ),
    ...sizeFindings(metadata, at('virtualDiskSize')),
    ...locatorFindings(metadata, table),
  ]
}

function parameterFindings({ fileParameters: values }: Values, at: ByteRange): readonly Finding[] {
  if (values === undefined) return []
  const { blockSize, reserved } = values
  const findings: Finding[] = []
  if (!isBlockSize(blockSize)) {
    const range = fieldRange(fileParameters, 'blockSize', at.offset)
    findings.push(finding('metadata.block-size', range, { blockSize }))
  }
  if (reserved !== 0) {
    const range = fieldRange(fileParameters, 'reserved', at.offset)
    const field = `Reserved of ${fileParameters.name}`
    findings.push(finding('metadata.reserved-nonzero', range, { field }))
  }
  return findings
}

const sectorFindings = (
  rule: RuleId,
  size: number | undefined,
  at: ByteRange,
): readonly Finding[] =>
  size === undefined || isSectorSize(size) ? [] : [finding(rule, at, { size })]

function sizeFindings(metadata: Values, at: ByteRange): readonly Finding[] {
  const { virtualDiskSize: size, logicalSectorSize } = metadata
  const sector = isSectorSize(logicalSectorSize) ? logicalSectorSize : LEAST_SECTOR_SIZE
  if (size === undefined || isDiskSize(size, sector)) return []
  return [finding('metadata.virtual-disk-size', at, { size })]
}

function locatorFindings(metadata: Values, table: ByteRange): readonly Finding[] {
  const { fileParameters: parameters, parentLocator: locator } = metadata
  if (parameters === undefined) return []
  if (parameters.hasParent === 1) {
    return locator ? parentFindings(locator) : [finding('parent.locator-missing', table)]
  }
  return locator ? [finding('parent.locator-unexpected', locator.at)] : []
}
