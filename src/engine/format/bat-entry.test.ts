import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batEntry, batFileOffsetMB, batState, putBatEntry, stateName } from './bat-entry.ts'

test('two halves of an entry say the same as its fields, up to 44 bits', () => {
  const fields = fc.record({
    state: fc.nat(7),
    reserved: fc.nat(2 ** 17 - 1),
    fileOffsetMB: fc.integer({ min: 0, max: 2 ** 44 - 1 }),
  })
  fc.assert(
    fc.property(fields, (values) => {
      const view = new DataView(batEntry.encode(values).buffer)
      const [low, high] = [view.getUint32(0, true), view.getUint32(4, true)]
      expect(batState(low)).toBe(values.state)
      expect(batFileOffsetMB(low, high)).toBe(values.fileOffsetMB)
      const written = new DataView(new ArrayBuffer(8))
      putBatEntry(written, 0, values.state, values.fileOffsetMB)
      expect(written.getBigUint64(0, true)).toBe(view.getBigUint64(0, true) & ~0xf_fff8n)
    }),
  )
})

test('states are named as MS-VHDX names them', () => {
  expect(stateName('fully-present')).toBe('FULLY_PRESENT')
  expect(stateName('reserved-4')).toBe('RESERVED_4')
})
