/** Random-looking data where structures must be: encrypted by somebody, or written over. */
import { formatBytes, formatCount, formatHex, plural } from '../bytes/format.ts'
import { endOf } from '../bytes/ranges.ts'
import type { Examined } from './examined.ts'
import { lostSystems } from './guest/initialised-over.ts'
import type { RandomLook } from './looks.ts'
import type { Diagnosis } from './verdict.ts'

/** Of a file that nothing else says to be a VHDX all of its head has to look so: identifier, headers, region tables. */
const ALL_OF_HEAD = 5
/** Of fewer pieces the second one may be what the guest has encrypted itself. */
const INTERVALS = 3

/**
 * The evidence is a place that must hold a structure. How much else of the file looks random only says how
 * far it may go: what is compressed or encrypted in the guest looks the same.
 */
export function encryptedOrOverwritten({
  inspection,
  image,
  looks: { random, remains, guest },
}: Examined): Diagnosis | undefined {
  if (!random) return undefined
  const isForeign = inspection.outcome === 'not-vhdx' && remains === undefined
  if (isForeign && random.structures.length < ALL_OF_HEAD) return undefined
  const names = listed(random.structures)
  const lost = guest?.isWhole ? guest.lost : []
  return {
    id: 'encrypted-or-overwritten',
    certainty: 'likely',
    condition: image.bat && inspection.outcome !== 'not-vhdx' ? 'damaged' : 'unreadable',
    sentences: [
      isForeign
        ? `If this was a VHDX, it is encrypted, or was written over: where ${names} must be, it holds data that look random.`
        : `${random.isOfDisk ? 'The disk' : 'The file'} is encrypted in part, or was written over: where ${names} must be, it holds data that look random.`,
      extentWords(random),
      untouchedWords(random),
      ...(lost.length > 0 ? lostSystems(lost, image.geometry?.virtualDiskSize ?? 0) : []),
    ],
    explains: [
      'file.signature',
      'file.identifier-damaged',
      'header.signature',
      'header.none-valid',
      'region-table.signature',
      'region-table.none-valid',
      'metadata.signature',
      'volume.lost-file-system',
    ],
    ways: ['backup', random.isOfDisk ? 'export' : 'salvage-together', 'findings'],
  }
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

/** From where to where; ransomware encrypts the head alone, or pieces at intervals. */
function extentWords({ looked, random, runs, runCount }: RandomLook): string {
  const places = runs.slice(0, 3).map((run) => `${formatHex(run.offset)}–${formatHex(endOf(run))}`)
  const more = runCount - places.length
  const where = [...places, ...(more > 0 ? [plural(more, 'more piece')] : [])].join(', ')
  const of = `Of ${formatCount(looked)} places from its first byte to its last ${formatCount(random)} look so`
  return random === 0
    ? `${of}.`
    : `${of}: ${runCount >= INTERVALS ? 'at intervals, ' : ''}${where}.`
}

function untouchedWords({ zeros, others, firstOther }: RandomLook): string {
  const told =
    firstOther === undefined
      ? 'No place holds ordinary data'
      : `${plural(others, 'place holds', 'places hold')} ordinary data, the first at ${formatBytes(firstOther)}`
  return `${told}; ${plural(zeros, 'is', 'are')} zero. Data of the disk that are compressed or encrypted look random by themselves.`
}
