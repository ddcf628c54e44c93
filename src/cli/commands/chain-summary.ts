/** A chain as lines of the readable summary. */
import { formatBytes } from '../../engine/bytes/format.ts'
import type { ChainFileReport, ChainReport } from '../../engine/disk/chain/chain-report.ts'
import { printable } from '../printable.ts'

/** The files child first, then the place that is empty, then what has no place. */
export function chainLines({ files, missing, cycle, refused }: ChainReport): readonly string[] {
  return [
    ...files.flatMap(fileLines),
    ...(missing
      ? [
          `missing: a parent with parent_linkage ${missing.wanted ?? 'none'}`,
          ...missing.paths.map(({ key, value }) => `  ${key}: ${printable(value)}`),
        ]
      : ['complete']),
    ...(cycle === undefined ? [] : [printable(cycle)]),
    ...refused.map(({ name, reason }) => `not used: ${printable(name)}: ${printable(reason)}`),
  ]
}

function fileLines({ name, virtualDiskSize, link }: ChainFileReport, index: number) {
  const size = virtualDiskSize === undefined ? 'unknown size' : formatBytes(virtualDiskSize)
  return [
    `${index === 0 ? 'child' : `parent ${index}`}: ${printable(name)}, ${size}`,
    ...(link
      ? [
          ...link.paths.map(({ key, value }) => `  ${key}: ${printable(value)}`),
          `  ${link.recognised}`,
          ...link.problems.map((said) => `  ${printable(said)}`),
        ]
      : []),
  ]
}
