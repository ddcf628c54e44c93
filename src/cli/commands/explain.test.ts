import { describe, expect, test } from 'vitest'
import { ATTACH_OBSTACLES } from '../../engine/codes/attach-help.ts'
import { readCode } from '../../engine/codes/read-code.ts'
import { explanations } from '../../engine/findings/explanations/explanations.ts'
import { runCommand } from '../../testing/run-command.ts'

test('a code is explained with its other spellings, the rules that can be behind it and what to do', async () => {
  const { status, out } = await runCommand(['explain', '0x80070570'])
  expect(status).toBe(0)
  expect(out).toMatch(
    /^0x80070570 ERROR_FILE_CORRUPT\n\nAlso:\n {2}0xC0000102 STATUS_FILE_CORRUPT_ERROR\n/,
  )
  expect(out).toMatch(/\nWhat Windows means:\n {2}A structure/)
  expect(out).toMatch(/\nWhat can be behind it:\n {2}header\.none-valid: No valid header\. [A-Z]/)
  expect(out).toMatch(/\nWhat to do:\n {2}Open the image here/)
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(96)
})

test.each([
  ['-1069940722'],
  ['3225026574'],
  ['c03a000e'],
  ['ERROR_VHD_CHILD_PARENT_ID_MISMATCH'],
  ['It failed (0xC03A000E).'],
])('%s is the same as 0xC03A000E', async (text) => {
  expect(await runCommand(['explain', text])).toEqual(await runCommand(['explain', '0xC03A000E']))
})

test('each rule behind a code is told with what it means, as “explain RULE” does', async () => {
  const inOneLine = async (text: string) =>
    (await runCommand(['explain', text])).out.replace(/\s+/g, ' ')
  const code = await inOneLine('0xC03A000E')
  const { rules = [] } = readCode('0xC03A000E') ?? {}
  expect(rules.length).toBeGreaterThan(2)
  for (const rule of rules) {
    expect(code).toContain(explanations[rule].meaning)
    expect(await inOneLine(rule)).toContain(explanations[rule].meaning)
  }
})

test('a code that no image shows says so', async () => {
  const { out } = await runCommand(['explain', '0xC03A001A'])
  expect(out).toContain('Nothing that an image shows.')
})

test('a rule is explained with its title and section', async () => {
  const { status, out } = await runCommand(['explain', 'bat.block-overlap'])
  expect(status).toBe(0)
  expect(out).toMatch(
    /^bat\.block-overlap: .+ \(error\)\n\nThe rule \(MS-VHDX §[\d.]+\):\n {2}Blocks do not/,
  )
  expect(out).toMatch(/\nWhat it means:\n.+\nWhat to do:\n/s)
  expect(await runCommand(['explain', 'BAT.Block-Overlap'])).toMatchObject({ status, out })
})

describe('what is not known', () => {
  test('is said, with what is accepted and the nearest names', async () => {
    const { status, out, err } = await runCommand(['explain', 'bat.block-overlaps'])
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toMatch(
      /^“bat\.block-overlaps” is not known: say .*0xC03A000E.*\. Nearest: bat\.block-overlap/,
    )
  })

  test('is shown in one line', async () => {
    const { status, err } = await runCommand(['explain', `\x1b${'x '.repeat(500)}`])
    expect(status).toBe(1)
    expect(err).not.toContain('Nearest')
    expect(err.length).toBeLessThan(400)
    expect(err).not.toContain('\x1b')
  })
})

test('a number with a minus is no option', async () => {
  const { status, err } = await runCommand(['explain', '-12'])
  expect(status).toBe(1)
  expect(err).toMatch(/^“-12” is not known/)
  expect((await runCommand(['explain', '-x', '1'])).status).toBe(2)
})

test('“attach” is explained with each obstacle, its code, and the commands that show and mend it', async () => {
  const { status, out } = await runCommand(['explain', 'Attach'])
  expect(status).toBe(0)
  expect(out).toMatch(/^Still does not attach\?\n/)
  const inOneLine = out.replace(/\s+/g, ' ')
  expect(inOneLine).toContain('Windows says: 0xC03A001A ERROR_VIRTUAL_DISK_LIMITATION.')
  for (const { cause, shows, mends } of ATTACH_OBSTACLES) {
    for (const text of [cause, `“${shows}”`, `“${mends}”`]) expect(inOneLine).toContain(text)
  }
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(96)
})

test('a diagnosis is explained with what leaves it behind', async () => {
  const { status, out } = await runCommand(['explain', 'cut-off'])
  expect(status).toBe(0)
  expect(out).toMatch(
    /^cut-off: The file is cut off\n\nWhat leaves it behind:\n {2}Mostly, a copy or a download/,
  )
})
