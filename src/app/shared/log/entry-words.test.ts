import { expect, test } from 'vitest'
import { rules } from '../../../engine/findings/rules.ts'
import { entryReason } from './entry-words.ts'

test('an invalid entry names the rules that it breaks', () => {
  const reason = entryReason({
    status: 'invalid',
    reasons: ['log.entry-checksum', 'log.data-signature'],
  })
  expect(reason).toContain(rules['log.entry-checksum'].title)
  expect(reason).toContain(rules['log.data-signature'].title)
})

test('valid entries say why they are replayed or not', () => {
  const reasons = (['active', 'superseded', 'stale'] as const).map((status) =>
    entryReason({ status, reasons: [] }),
  )
  expect(new Set(reasons).size).toBe(3)
  expect(reasons.every((reason) => reason.length > 0)).toBe(true)
})
