import { expect, test } from 'vitest'
import { shareBit } from '../../../../engine/account/share-words.ts'
import { SPACE_CHANGED_BIT, spaceBit } from '../../../../engine/format/space-kind.ts'
import { maskBlocks, maskSpace, shareText } from './share-filter.ts'

const SHARES = Uint16Array.of(
  shareBit('in-use') | shareBit('zeros'),
  shareBit('guest-free'),
  shareBit('log'),
)

test('of the map of the blocks the cells are left that have something of the shares', () => {
  const cells = Uint8Array.of(16, 17, 1)
  expect([...maskBlocks(cells, SHARES, ['guest-free', 'overlap'])]).toEqual([0, 17, 0])
  expect([...maskBlocks(cells, SHARES, ['in-use', 'guest-free'])]).toEqual([16, 17, 0])
  // What is not known yet of a cell is not shown.
  expect([...maskBlocks(cells, SHARES.subarray(0, 1), ['in-use', 'log'])]).toEqual([16, 0, 0])
})

test('of the strip only what can be of the shares is left in these cells', () => {
  const [payload, log, free] = [spaceBit('payload'), spaceBit('log'), spaceBit('free')]
  const cells = Uint16Array.of(payload | log | SPACE_CHANGED_BIT, payload | free, log)
  expect([...maskSpace(cells, SHARES, ['zeros'])]).toEqual([payload | SPACE_CHANGED_BIT, 0, 0])
  expect([...maskSpace(cells, SHARES, ['log', 'guest-free'])]).toEqual([0, payload, log])
})

test('the chosen shares of a cell are told behind what it is', () => {
  expect(shareText(SHARES[0] ?? 0, ['zeros', 'guest-free'])).toBe(', blocks of zeros')
  expect(shareText(SHARES[0] ?? 0, [])).toBe('')
})
