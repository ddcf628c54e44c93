/** Shares of the account as a filter of cells: of the map of the blocks, and of the strip of the file. */
import { SHARE_NAMES, type Share, shareBit } from '../../../../engine/account/share-words.ts'
import { lowerFirst } from '../../../../engine/bytes/format.ts'
import {
  SPACE_CHANGED_BIT,
  type SpaceKind,
  spaceBit,
} from '../../../../engine/format/space-kind.ts'

const KINDS: Readonly<Record<Share, readonly SpaceKind[]>> = {
  headers: ['header-section'],
  log: ['log'],
  tables: ['metadata', 'bat', 'region', 'sector-bitmap'],
  'in-use': ['payload'],
  'guest-free': ['payload'],
  unknown: ['payload'],
  zeros: ['payload'],
  'past-disk': ['payload', 'remembered', 'free'],
  overlap: ['overlap'],
  unowned: ['free', 'remembered'],
  'unowned-data': ['free', 'remembered'],
  'unowned-zeros': ['free', 'remembered'],
  uncharted: [],
}

const maskOf = (shares: readonly Share[]): number =>
  shares.reduce((bits, share) => bits | shareBit(share), 0)

/** Cells of the map of the blocks, of which nothing is left where nothing in them is of these shares. */
export const maskBlocks = (cells: Uint8Array, of: Uint16Array, shares: readonly Share[]) => {
  const mask = maskOf(shares)
  return cells.map((bits, cell) => (((of[cell] ?? 0) & mask) === 0 ? 0 : bits))
}

/** Cells of the strip of the file; left is only what can be of these shares. */
export function maskSpace(cells: Uint16Array, of: Uint16Array, shares: readonly Share[]) {
  const mask = maskOf(shares)
  const kinds = shares.flatMap((share) => KINDS[share])
  const kept = kinds.reduce((bits, kind) => bits | spaceBit(kind), SPACE_CHANGED_BIT)
  return cells.map((bits, cell) => (((of[cell] ?? 0) & mask) === 0 ? 0 : bits & kept))
}

/** ", blocks of zeros": which of these shares are in a cell, behind what else it says. */
export const shareText = (bits: number, shares: readonly Share[]): string =>
  shares
    .filter((share) => (bits & shareBit(share)) !== 0)
    .map((share) => `, ${lowerFirst(SHARE_NAMES[share])}`)
    .join('')
