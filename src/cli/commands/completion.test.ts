/** The scripts in the shells that they are for, as far as those are installed. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasTool, inTempDir, runTool } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { COMMANDS } from '../commands.ts'

/** Puts out what a line can be completed by, from a folder with the script and a file. */
const DRIVERS = {
  // Of an option with = bash makes three words, and files are what readline does where nothing fits.
  bash: `cd "$1"; source ./script
COMP_WORDS=($(sed 's/=/ = /g' <<< "$2")); [[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _vhdx_inspector
[[ \${COMPREPLY[0]} || $(complete -p vhdx-inspector) != *'-o default'* ]] ||
  COMPREPLY=($(compgen -f -- "\${COMP_WORDS[-1]}"))
printf '%s\\n' "\${COMPREPLY[@]}"`,
  // A terminal in which somebody types the line, Tab and Enter.
  zsh: `cd "$1"; zmodload zsh/zpty; zpty terminal zsh -fi
zpty -w terminal 'autoload -Uz compinit; compinit -D -u; source ./script
  vhdx-inspector() { print -r go""t:$@[-1] }; print rea""dy'
zpty -r terminal said '*ready*'
zpty -n -w terminal "$2"$'\\t\\n'
zpty -r terminal said $'*got:*\\n'
print -r - \${said##*got:}; zpty -d terminal`,
  fish: `cd $argv[2]; source ./script; complete -C $argv[3] | string replace -r '\\t.*' ''`,
}
type Shell = keyof typeof DRIVERS

const complete = (shell: Shell, line: string): Promise<readonly string[]> =>
  inTempDir(async (dir) => {
    const { out } = await runCommand(['completion', shell])
    await writeFile(join(dir, 'script'), out)
    await writeFile(join(dir, 'some-image'), '')
    const args = ['-c', DRIVERS[shell], 'driver', dir, `vhdx-inspector ${line}`]
    const { stdout, stderr } = await runTool(shell, args)
    expect(stderr).toBe('')
    // The others complete the whole of --option=value.
    return stdout.split('\n').flatMap((word) => word.trim().replace(/^--[a-z]+=/, '') || [])
  })

describe.each(['bash', 'zsh', 'fish'] as const)('in %s', (shell) => {
  const here = test.skipIf(!hasTool(shell))

  here.each([
    ['ins', 'inspect'],
    ['inspect --html --no', '--notes'],
    ['inspect some-image --as ', 'qemu'],
    ['export --hash bl', 'blake3'],
    ['export --hash=bl', 'blake3'],
    ['export --parent some-image --parent-b', '--parent-before'],
    ['help expo', 'export'],
    ['explain bat.block-o', 'bat.block-overlap'],
    ['completion f', 'fish'],
    ['replay --yes so', 'some-image'],
    ['inspect --notes so', 'some-image'],
  ])('%s is completed by %s', async (line, word) => {
    expect(await complete(shell, line)).toEqual([word])
  })
})

describe.each(['bash', 'fish'] as const)('in %s', (shell) => {
  const here = test.skipIf(!hasTool(shell))

  here('first come the commands', async () => {
    const names = COMMANDS.map(({ name }) => name)
    expect((await complete(shell, '')).toSorted()).toEqual(names.toSorted())
  })

  here.each(COMMANDS.map((command) => [command.name, command] as const))(
    'behind %s its own options are offered, and no others',
    async (name, { options }) => {
      const expected = ['help', ...Object.keys(options)].map((option) => `--${option}`)
      expect((await complete(shell, `${name} --`)).toSorted()).toEqual(expected.toSorted())
    },
  )
})

test.skipIf(!hasTool('bash'))('in bash the value of an option before is no command', async () => {
  expect(await complete('bash', '--notes export insp')).toEqual(['inspect'])
})
