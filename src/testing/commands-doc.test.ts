import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Command } from '../cli/command.ts'
import { optionUsage, usageOf } from '../cli/commands/help.ts'
import { COMMANDS } from '../cli/commands.ts'

const README = new URL('../../README.md', import.meta.url)
/** What stands around the table, which is all between them. */
const MARKERS = /(<!-- commands: npm run docs writes this table -->\n).*?(<!-- \/commands -->)/s

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``

function row(command: Command): string {
  const options = Object.entries(command.options).map(([name, each]) => optionUsage(name, each))
  return `| ${code(usageOf(command))} | ${command.summary} | ${options.map(code).join(', ')} |\n`
}

test('README.md has a table of the commands as they declare themselves (npm run docs writes it)', async () => {
  const text = await readFile(README, 'utf8')
  expect(text).toMatch(MARKERS)
  const table = ['| command | | options |\n', '|---|---|---|\n', ...COMMANDS.map(row)].join('')
  const written = text.replace(MARKERS, (_, before, after) => before + table + after)
  if (process.env['UPDATE_DOCS']) await writeFile(README, written)
  expect(await readFile(README, 'utf8')).toBe(written)
})
