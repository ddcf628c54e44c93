import { expect, test } from 'vitest'
import { finding, refusal, severityOf } from './finding.ts'
import { messageOf } from './finding-words.ts'
import { rules } from './rules.ts'

const AT = { offset: 0, length: 4 }

test('puts values into the sentence as sizes, offsets and checksums', () => {
  const truncated = finding('replay.truncated', AT, { size: 36 * 1024 ** 2, flushed: 41943040n })
  expect(messageOf(truncated)).toBe(
    'The file has 36 MiB, but the head entry’s FlushedFileOffset says that it had at least 40 MiB.',
  )
  const checksum = finding('header.checksum', AT, { copy: 1, stored: 0x1a, computed: 0xe3069283 })
  expect(messageOf(checksum)).toBe(
    'Header 1 stores CRC-32C 0x0000001A, but its bytes give 0xE3069283.',
  )
})

test('counts things in the singular and the plural', () => {
  const superseded = (entries: number) =>
    messageOf(finding('log.entry-superseded', AT, { entries }))
  expect(superseded(1)).toMatch(/^1 valid entry carries /)
  expect(superseded(15000)).toMatch(/^15,000 valid entries carry /)
})

test('takes text from the file as it is, braces and dollars included', () => {
  const found = finding('file.signature', AT, { found: '{kind} $& $1', kind: 'a raw disk' })
  expect(messageOf(found)).toContain('“{kind} $& $1”')
})

test('weighs a finding by its rule unless it says otherwise', () => {
  expect(severityOf(finding('log.offset-unaligned', AT))).toBe('fatal')
  expect(severityOf(finding('log.offset-unaligned', AT, {}, 'warning'))).toBe('warning')
})

test('names the first fatal finding as the reason for a refusal', () => {
  const info = finding('log.dirty', AT)
  const fatal = finding('replay.truncated', AT)
  expect(refusal([info, fatal, finding('replay.targets-log', AT)])).toBe(fatal)
  expect(refusal([info])).toBeUndefined()
})

test.each(Object.entries(rules))('the sentence of %s ends with a full stop', (_, rule) => {
  expect(rule.message).toMatch(/\.$/)
  expect(rule.title).not.toMatch(/\.$/)
})
