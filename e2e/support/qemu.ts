/** QEMU as a second opinion in browser tests. */
import { test } from '@playwright/test'
import { qemuAvailable } from '../../src/testing/qemu.ts'

/** What follows asks qemu-img. Without it the test is skipped, but where CI is set it runs, and fails. */
export function needQemu(): void {
  test
    .info()
    .skip(!qemuAvailable && !process.env['CI'], 'qemu-img is missing: “npm run setup” brings it')
}
