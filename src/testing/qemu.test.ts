/** Says once whether the second opinions of QEMU are there. */
import { expect, test } from 'vitest'
import { qemuAvailable } from './qemu.ts'

test('qemu-img and qemu-io are there, or the tests that ask them are skipped', () => {
  if (!qemuAvailable)
    console.warn('SKIPPED: qemu-img or qemu-io is missing (“npm run setup” brings them)')
  const { CI } = process.env
  expect(qemuAvailable || !CI).toBe(true)
})
