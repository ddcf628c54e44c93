import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { argumentOf, patchCommands, patchNames } from './patch-names.ts'

const HOSTILE = [
  'with space.vhdx',
  "it's.vhdx",
  'say "yes".vhdx',
  '$(touch pwned).vhdx',
  '`touch pwned`.vhdx',
  'a;reboot;.vhdx',
  'a&b|c>d<e.vhdx',
  'line\nbreak.vhdx',
  'a\r\nreboot.vhdx',
  '\u202Exdhv.exe',
  '\u2066a\u2069.vhdx',
  '-undo',
  '--undo',
  '%PATH%.vhdx',
  '!x!.vhdx',
  '\u2019; reboot; \u2018.vhdx',
  '\u201D; reboot; \u201C.vhdx',
  '..\\..\\a.vhdx',
  '../../a.vhdx',
  '\u0000\u001b[2J.vhdx',
  '',
  '.',
]

test('the files are called after the image', () => {
  expect(patchNames('ext4.vhdx')).toEqual({
    patch: 'ext4.vhdx.patch',
    sh: 'ext4.vhdx.patch.sh',
    powershell: 'ext4.vhdx.patch.ps1',
  })
})

test('those of a salvage say so', () => {
  expect(patchNames('ext4.vhdx', true).patch).toBe('ext4.vhdx.salvage.patch')
  expect(patchCommands('ext4.vhdx', { isSalvage: true }).cli).toBe(
    'vhdx-inspector apply ext4.vhdx.salvage.patch ext4.vhdx',
  )
})

test.each(HOSTILE)('of an image called %j they have a harmless name', (name) => {
  const { patch, sh, powershell } = patchNames(name)
  for (const file of [patch, sh, powershell]) {
    expect(file).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*\.patch(\.sh|\.ps1)?$/)
    expect(file.length).toBeLessThan(120)
  }
})

describe('a command', () => {
  test('names the image, in quotes where it needs them', () => {
    expect(patchCommands('ext4.vhdx').sh).toBe('sh ext4.vhdx.patch.sh ext4.vhdx')
    expect(patchCommands('ext4.vhdx', { undo: true }).sh).toBe(
      'sh ext4.vhdx.patch.sh --undo ext4.vhdx',
    )
    expect(patchCommands('ext4.vhdx', { undo: true }).powershell).toBe(
      'powershell -NoProfile -ExecutionPolicy Bypass -File ext4.vhdx.patch.ps1 ext4.vhdx -Undo',
    )
    expect(argumentOf('my disk (1).vhdx')).toBe('"my disk (1).vhdx"')
    expect(argumentOf('Müllers Gerät.vhdx')).toBe('"Müllers Gerät.vhdx"')
  })

  test.each(HOSTILE)('about an image called %j is one command with one image', (name) => {
    for (const undo of [false, true]) {
      for (const command of Object.values(patchCommands(name, { undo }))) {
        expect(command).toMatch(/^[^\n\r\p{Cc}\p{Cf}$`'\\;&|<>%!*?]*$/u)
      }
    }
    // What a shell makes of it is the name, or the placeholder.
    const script = `printf '%s\\n' ${argumentOf(name)}`
    const seen = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
    expect([`${name}\n`, 'IMAGE\n']).toContain(seen)
  })
})
