import { expect, test } from 'vitest'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { readChecksum } from '../format/checksum.ts'
import { type Header, header } from '../format/header.ts'
import { planHeaderUpdate } from './header-update.ts'
import type { Step } from './step.ts'

const NEW_GUID = guid('b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e')
const values: Header = {
  signature: 'head',
  checksum: 0x12345678,
  sequenceNumber: 2n ** 60n,
  fileWriteGuid: guid('11111111-2222-4333-8444-555555555555'),
  dataWriteGuid: guid('21111111-2222-4333-8444-555555555555'),
  logGuid: guid('31111111-2222-4333-8444-555555555555'),
  logVersion: 0,
  version: 1,
  logLength: 1 << 20,
  logOffset: 1n << 20n,
  reserved: new Uint8Array(4016).fill(0xcc),
}

/** "1" and "2" for a write of a header, "|" for a barrier. */
const order = (steps: readonly Step[]): string =>
  steps.map((step) => (step.kind === 'write' ? (step.offset === 65536 ? '1' : '2') : '|')).join('')

const written = (steps: readonly Step[]): Uint8Array[] =>
  steps.flatMap((step) =>
    step.kind === 'write' && step.content.kind === 'bytes' ? [step.content.bytes] : [],
  )

test('the header that is not current is written first, and each is stable before the next step', () => {
  expect(order(planHeaderUpdate({ copy: 1, values }, {}).steps)).toBe('2|1|')
  expect(order(planHeaderUpdate({ copy: 2, values }, {}).steps)).toBe('1|2|')
})

test('both headers say what the current one said, but for the changes, with the next two numbers', () => {
  const { steps } = planHeaderUpdate({ copy: 1, values }, { fileWriteGuid: NEW_GUID })
  const headers = written(steps)
  expect(headers.map((bytes) => header.decode(bytes).sequenceNumber)).toEqual([
    2n ** 60n + 1n,
    2n ** 60n + 2n,
  ])
  for (const bytes of headers) {
    const { checksum: _, sequenceNumber: __, ...rest } = header.decode(bytes)
    const { checksum: ___, sequenceNumber: ____, ...old } = values
    expect(rest).toEqual({ ...old, fileWriteGuid: NEW_GUID, reserved: new Uint8Array(4016) })
    const { stored, computed } = readChecksum(bytes)
    expect(stored).toBe(computed)
  }
})

test('an update can follow another one', () => {
  const first = planHeaderUpdate({ copy: 2, values }, { fileWriteGuid: NEW_GUID })
  const second = planHeaderUpdate(first.current, { logGuid: NIL_GUID })
  expect(order(second.steps)).toBe('1|2|')
  const [last] = written(second.steps).slice(-1)
  expect(last && header.decode(last)).toMatchObject({
    sequenceNumber: 2n ** 60n + 4n,
    fileWriteGuid: NEW_GUID,
    dataWriteGuid: values.dataWriteGuid,
    logGuid: NIL_GUID,
  })
  expect(second.current.values.sequenceNumber).toBe(2n ** 60n + 4n)
})

test('a number that would overflow starts again at 1, under a header that stays the greater one', () => {
  const numbers = (left: bigint) => {
    const sequenceNumber = 2n ** 64n - 1n - left
    const { steps, current } = planHeaderUpdate(
      { copy: 1, values: { ...values, sequenceNumber } },
      {},
    )
    const numbersWritten = written(steps).map((bytes) => header.decode(bytes).sequenceNumber)
    expect(current).toMatchObject({ copy: 1, values: { sequenceNumber: numbersWritten[1] } })
    return numbersWritten
  }
  expect(numbers(2n)).toEqual([2n ** 64n - 2n, 2n ** 64n - 1n])
  expect(numbers(1n)).toEqual([1n, 2n])
  expect(numbers(0n)).toEqual([1n, 2n])
})
