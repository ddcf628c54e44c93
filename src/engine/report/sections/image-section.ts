/** The structures of the image in the document, before and after the replay. */

import { exactSize, formatBytes, formatCount, formatHex } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { readingWords, updateWords } from '../../changes/update-words.ts'
import { statesFound } from '../../format/bat-entry.ts'
import { type Block, type Cell, data, facts, heading, table } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

type Image = Report['before']

export function imageSections({ before, after, outcome, salvage }: Report): readonly Block[] {
  if (outcome === 'not-vhdx' && !salvage) return []
  const words = updateWords(salvage && { kind: 'salvage' })
  return [
    ...imageSection(before, after ? ` ${readingWords('before', words)}` : ''),
    ...(after ? imageSection(after, ` ${readingWords('after', words)}`) : []),
  ]
}

/** `state` tells the captions of the two apart. */
const imageSection = (image: Image, state: string): readonly Block[] => [
  heading(2, `Structures${state}`),
  facts([...geometryFacts(image), ...metadataFacts(image)]),
  ...table(
    `Regions${state}`,
    ['Region', 'GUID', 'At', 'Length', 'Required'],
    image.regions,
    ({ name, guid, offset, length, required }) => [
      name ?? 'unknown',
      data(guid),
      data(formatHex(BigInt(offset))),
      data(formatBytes(length)),
      data(required),
    ],
  ),
  ...table(`Blocks${state}`, ['Kind', 'State', 'How many'], census(image), (row) => row),
]

type Row = readonly [string, Cell]

function geometryFacts({ geometry }: Image): readonly Row[] {
  if (geometry.kind === undefined) return []
  return [
    ['Kind of disk', geometry.kind],
    ['Virtual size', data(exactSize(BigInt(geometry.virtualDiskSize)))],
    ['Block size', data(formatBytes(geometry.blockSize))],
    ['Logical sectors', data(`${geometry.logicalSectorSize} bytes`)],
    ['Physical sectors', data(`${geometry.physicalSectorSize} bytes`)],
    ['Chunk ratio', data(formatCount(geometry.chunkRatio))],
    ['BAT entries', data(formatCount(geometry.batEntries))],
  ]
}

function metadataFacts({ metadata: { virtualDiskId, parentLocator } }: Image): readonly Row[] {
  return [
    ...(virtualDiskId === undefined ? [] : [['Virtual disk ID', data(virtualDiskId)] as const]),
    ...(parentLocator?.pairs ?? []).map(
      ({ key, value }) => [`Parent: ${visibleText(key)}`, data(visibleText(value))] as const,
    ),
  ]
}

function census({ bat }: Image): readonly (readonly Cell[])[] {
  if (bat.payload === undefined) return []
  const rows = (kind: string, counts: Parameters<typeof statesFound>[0]) =>
    statesFound(counts).map(([state, count]) => [kind, state, data(formatCount(count))])
  return [...rows('payload', bat.payload), ...rows('sector bitmap', bat.sectorBitmap)]
}
