import { describe, expect, test } from 'vitest'
import { runCommand } from '../../testing/run-command.ts'
import { VERSION } from '../../version.ts'
import { COMMANDS } from '../commands.ts'

test('all commands are told, each with its operands and what it does', async () => {
  const { status, out } = await runCommand(['--help'])
  expect(status).toBe(0)
  expect(out).toMatch(/^ {2}replay IMAGE \[OUT\] +Writes a copy of IMAGE/m)
  for (const { name } of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
})

test.each([[['-h']], [['help']], [['repair', '--help']], [['--help', '--xml']]])(
  '%j is the same',
  async (argv) => {
    expect(await runCommand(argv)).toEqual(await runCommand(['--help']))
  },
)

test('an option has a column of its own, and its text is broken before the line is too long', async () => {
  const { out } = await runCommand(['help', 'trace'])
  expect(out).toBe(`vhdx-inspector trace IMAGE [OPTION…]

Says how the entries to be replayed are found (§2.3.3), tail by tail.

Options:
  --json       The answer as JSON, for programs.
  --guid GUID  As if the header named this LogGuid, such as one of the history.
`)
})

describe.each(COMMANDS.map((command) => [command.name, command] as const))(
  '%s',
  (name, command) => {
    test('has a help of its own, with each of its options', async () => {
      const { status, out } = await runCommand(['help', name])
      expect(status).toBe(0)
      expect(await runCommand([name, '--help', 'a', 'b', 'c'])).toMatchObject({ status, out })
      for (const option of Object.keys(command.options)) expect(out).toContain(`  --${option}`)
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(96)
    })

    test('says what it does in a sentence', () => {
      expect(command.summary).toMatch(/^[A-Z][^\n]+\.$/)
      for (const { help } of Object.values(command.options)) expect(help).toMatch(/^[A-Z][^\n]+\.$/)
    })
  },
)

test('a size is explained where a command has one', async () => {
  expect((await runCommand(['help', 'create'])).out).toContain('A SIZE is in bytes')
  expect((await runCommand(['help', 'hash'])).out).not.toContain('A SIZE is in bytes')
})

test('the version is told', async () => {
  const { status, out } = await runCommand(['inspect', '--version'])
  expect({ status, out }).toEqual({ status: 0, out: `vhdx-inspector ${VERSION}\n` })
})
