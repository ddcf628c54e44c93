/** A chain as lines of the readable summary. */
import { formatBytes } from '../../engine/bytes/format.ts'
import type { Chain } from '../../engine/disk/chain/assemble-chain.ts'
import {
  type ChainFileReport,
  type ChainReport,
  type Risk,
  reportChain,
} from '../../engine/disk/chain/chain-report.ts'
import { riskWords } from '../../engine/disk/chain/chain-words.ts'
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

/**
 * Of the parents that somebody takes a risk with, the names: `accepted` were written to, `before` are not replayed,
 * `salvaged` are read as a salvage would leave them.
 */
export function risksOf({ parents }: Chain) {
  const names = (links: Chain['parents']) => links.map(({ file }) => file.name)
  const accepted = names(parents.filter(({ judgement }) => judgement.accepted))
  const before = names(parents.filter(({ file }) => file.readsBefore))
  const salvaged = names(parents.filter(({ file }) => file.salvage))
  return {
    ...(accepted.length > 0 && { accepted }),
    ...(before.length > 0 && { before }),
    ...(salvaged.length > 0 && { salvaged }),
  }
}

/** What is said of a disk that is read through such parents, whatever is made of it. */
export const riskLines = (chain: Chain): string =>
  reportChain(chain)
    .files.flatMap(({ name, link }) => {
      const words = riskWords(link ?? {})
      return words.length > 0 ? [`${printable(name)}: ${words.join(' ')}\n`] : []
    })
    .join('')

/** Of parents that were refused for a risk: why, and the option that reads them nevertheless. */
export const changedLines = (chain: Chain): string =>
  reportChain(chain)
    .refused.flatMap(({ name, reason, risks }) =>
      risks === undefined
        ? []
        : [
            `${printable(name)} is not used: ${printable(reason)} At your own risk, ${risks.map((risk) => TAKES_RISK[risk]).join(' or ')} reads through it.\n`,
          ],
    )
    .join('')

/** Of parents that are salvaged: how much of them reads as zeros since it was lost. Nothing where that is nothing. */
export function givenUpLine({ parents }: Chain): string {
  const lost = parents.reduce((sum, { file }) => sum + (file.salvage?.lostBytes ?? 0), 0)
  return lost === 0
    ? ''
    : `${formatBytes(lost)} of salvaged parents were lost: as far as the disk is read from there, it has zeros.\n`
}

const TAKES_RISK: Readonly<Record<Risk, string>> = {
  changed: '--accept-changed-parent',
  before: '--parent-before in the place of --parent',
  salvaged: '--parent-salvaged in the place of --parent',
}

function fileLines({ name, virtualDiskSize, link }: ChainFileReport, index: number) {
  const size = virtualDiskSize === undefined ? 'unknown size' : formatBytes(virtualDiskSize)
  return [
    `${index === 0 ? 'child' : `parent ${index}`}: ${printable(name)}, ${size}`,
    ...(link
      ? [
          ...link.paths.map(({ key, value }) => `  ${key}: ${printable(value)}`),
          `  ${link.recognised}`,
          ...riskWords(link).map((said) => `  ${said}`),
          ...link.problems.map((said) => `  ${printable(said)}`),
        ]
      : []),
  ]
}
