import { expect, expectTypeOf, test } from 'vitest'
import { runCommand } from '../testing/run-command.ts'
import { defineCommand } from './command.ts'
import { COMMANDS } from './commands.ts'
import { asSize, CHAIN_OPTIONS, choice, flag, value } from './options.ts'
import { readValues, splitWords } from './parse.ts'

const GUID = '2dc27766-f623-4200-9d64-115e9bfd4a08'

/** The command and what it is run with, but for what was not said. */
function understood(argv: readonly string[]) {
  const { words, options } = splitWords(argv, COMMANDS)
  const [name, ...operands] = words
  const command = COMMANDS.find((each) => each.name === name)
  const values = Object.entries(command ? readValues(command, operands, options) : {})
  return [name, Object.fromEntries(values.filter(([, said]) => said && String(said) !== ''))]
}

test.each([
  [['inspect', 'a.vhdx'], { image: 'a.vhdx' }],
  [['inspect', '--json', 'a.vhdx'], { image: 'a.vhdx', json: true }],
  [['inspect', '--', '--json'], { image: '--json' }],
  [['inspect', 'a', '--json', '--blake3'], { image: 'a', json: true, blake3: true }],
  [['inspect', 'a', '--html', '--notes', '-n'], { image: 'a', html: true, notes: '-n' }],
  [['replay', 'a.vhdx', 'b.vhdx'], { image: 'a.vhdx', out: 'b.vhdx' }],
  [
    ['replay', 'a', 'b', '--file-write-guid', `{${GUID.toUpperCase()}}`],
    { image: 'a', out: 'b', 'file-write-guid': GUID },
  ],
  [
    ['replay', `--file-write-guid=${GUID}`, 'a', 'b'],
    { image: 'a', out: 'b', 'file-write-guid': GUID },
  ],
  [['replay', '--in-place', 'a'], { image: 'a', 'in-place': true }],
  [
    ['replay', 'a', '--yes', '--no-undo', '--in-place', '--file-write-guid', GUID],
    { image: 'a', 'in-place': true, yes: true, 'no-undo': true, 'file-write-guid': GUID },
  ],
  [['undo', 'a.undo', 'a'], { undoFile: 'a.undo', image: 'a' }],
  [['map', 'a.vhdx'], { image: 'a.vhdx' }],
  [['map', '--before', 'a', '--json'], { image: 'a', json: true, before: true }],
  [
    ['map', 'a', '--parent', 'b', '--find-parents', '--parent=c=d'],
    { image: 'a', parent: ['b', 'c=d'] },
  ],
  [['export', 'a', 'b'], { image: 'a', out: 'b' }],
  [['export', 'a', 'b', '--partition', '12'], { image: 'a', out: 'b', partition: 12 }],
  [
    ['export', '--offset=1MiB', 'a', '--length', '512', 'b', '--before'],
    { image: 'a', out: 'b', before: true, offset: 2 ** 20, length: 512 },
  ],
  [['export', 'a', 'b', '--hash', 'sha256'], { image: 'a', out: 'b', hash: 'sha256' }],
  [
    ['hash', '--blake3', 'a', '--after', `--file-write-guid=${GUID}`],
    { image: 'a', blake3: true, after: true, 'file-write-guid': GUID },
  ],
  [['compose', 'a.json', 'b'], { recipe: 'a.json', out: 'b' }],
  [['create', 'a', '--size', '10GiB'], { out: 'a', size: 10n * 2n ** 30n }],
  [
    ['create', '--size=64TiB', '--logical-sector=4096', '--log-size=1GiB', 'a'],
    { out: 'a', size: 2n ** 46n, 'logical-sector': 4096, 'log-size': 2 ** 30 },
  ],
])('%j is understood', (argv, values) => {
  expect(understood(argv)).toEqual([argv[0], values])
})

test('options may stand before the command, with their values', () => {
  expect(understood(['--size', '1MiB', '--', 'create', 'a'])).toEqual([
    'create',
    { out: 'a', size: 2n ** 20n },
  ])
})

test('an option takes a value in all commands that have it, or in none', () => {
  const takes = new Map<string, boolean>()
  for (const [name, { value }] of COMMANDS.flatMap(({ options }) => Object.entries(options))) {
    expect([name, value !== undefined]).toEqual([name, takes.get(name) ?? value !== undefined])
    takes.set(name, value !== undefined)
  }
})

test('a command is run with the types that it declares', () => {
  defineCommand({
    name: 'example',
    summary: '',
    operands: { image: { what: 'an image' }, out: { what: 'a file', isOptional: true } },
    options: {
      json: flag(''),
      size: value('SIZE', '', asSize),
      hash: choice(['sha256', 'blake3'], ''),
      parent: CHAIN_OPTIONS.parent,
    },
    async run(values) {
      expectTypeOf(values.image).toEqualTypeOf<string>()
      expectTypeOf(values.out).toEqualTypeOf<string | undefined>()
      expectTypeOf(values.json).toEqualTypeOf<boolean>()
      expectTypeOf(values.size).toEqualTypeOf<bigint | undefined>()
      expectTypeOf(values.hash).toEqualTypeOf<'sha256' | 'blake3' | undefined>()
      expectTypeOf(values.parent).toEqualTypeOf<readonly string[]>()
      expectTypeOf(values).not.toHaveProperty('guid')
      return 0
    },
  })
})

test.each([
  [[]],
  [['repair', 'a']],
  [['inspect']],
  [['inspect', 'a', 'b']],
  [['inspect', 'a', '--xml']],
  [['inspect', 'a', '-x']],
  [['inspect', 'a', '--json=1']],
  [['inspect', 'a', '--json', '--json']],
  [['inspect', 'a', '--file-write-guid', GUID]],
  [['replay', 'a', 'b', '--file-write-guid', '00000000-0000-0000-0000-000000000000']],
  [['replay', 'a']],
  [['replay', 'a', 'b', 'c']],
  [['replay', 'a', 'b', '--json']],
  [['replay', 'a', 'b', '--file-write-guid']],
  [['replay', 'a', 'b', '--file-write-guid', 'x']],
  [['replay', 'a', 'b', '--in-place']],
  [['replay', '--in-place']],
  [['replay', 'a', 'b', '--yes']],
  [['replay', 'a', 'b', '--no-undo']],
  [['undo', 'a']],
  [['map']],
  [['map', 'a', 'b']],
  [['map', 'a', '--partition', '1']],
  [['export', 'a']],
  [['export', 'a', 'b', 'c']],
  [['export', 'a', 'b', '--json']],
  [['export', 'a', 'b', '--partition', '0']],
  [['export', 'a', 'b', '--partition', '1x']],
  [['export', 'a', 'b', '--partition', '1e3']],
  [['export', 'a', 'b', '--partition', '']],
  [['export', 'a', 'b', '--partition', '4294967296']],
  [['export', 'a', 'b', '--partition', '1', '--offset', '0']],
  [['export', 'a', 'b', '--offset', '-1']],
  [['export', 'a', 'b', '--length', '10GB']],
  [['export', 'a', 'b', '--length', '16EiB']],
  [['compose', 'a', 'b', 'c']],
  [['help', 'repair']],
  [['completion']],
  [['completion', 'tcsh']],
  [['create', 'a']],
  [['create', '--size', '1GiB']],
  [['create', 'a', 'b', '--size', '1GiB']],
  ...[
    ['--size', '0'],
    ['--size', '-1'],
    ['--size', '10GB'],
    ['--size', '1000'],
    ['--size', '65TiB'],
    ['--size', '16EiB'],
    ['--size', '99999999999999999999'],
    ['--size', '512', '--logical-sector', '4096'],
    ['--size', '1MiB', '--logical-sector', '1024'],
    ['--size', '1MiB', '--block-size', '512KiB'],
    ['--size', '1MiB', '--block-size', '3MiB'],
    ['--size', '1MiB', '--block-size', '512MiB'],
    ['--size', '1MiB', '--block-size', '4294967297MiB'],
    ['--size', '1MiB', '--log-size', '0'],
    ['--size', '1MiB', '--log-size', '1048577'],
    ['--size', '1MiB', '--log-size', '1025MiB'],
  ].map((options) => [['create', 'a', ...options]]),
])('%j is wrong, and one sentence says why', async (argv) => {
  const { status, out, err } = await runCommand(argv)
  expect({ status, out }).toEqual({ status: 2, out: '' })
  expect(err).toMatch(/^[^.\n]+\. Try “vhdx-inspector --help”\.\n$/)
})

test.each([
  [[], 'Say what to do, such as inspect.'],
  [['repair', 'a'], 'There is no command “repair”.'],
  [['help', 'repair'], 'There is no command “repair”.'],
  [['inspect'], 'The command inspect takes one image.'],
  [['undo', 'a'], 'The command undo takes an undo file and the image that it belongs to.'],
  [['inspect', 'a', '--xml=1'], 'The command inspect has no option --xml.'],
  [['hash', 'a', '-hash'], 'The command hash has no option -hash.'],
  [['map', 'a', '--partition', '1'], 'The command map has no option --partition.'],
  [['map', 'a', '--json=1'], 'The option --json takes no value.'],
  [['map', 'a', '--parent'], 'The option --parent needs a value.'],
  [['map', 'a', '--json', '--json'], 'The option --json is there twice.'],
  [['trace', 'a', '--guid', 'x'], '“x” is not a GUID.'],
  [['inspect', 'a', '--as', 'x'], 'The --as “x” is not qemu.'],
  [['completion', 'x'], 'The shell “x” is neither bash nor zsh nor fish.'],
  [['create', 'a', '--size', '-1'], 'The --size “-1” is no size, such as 4096 or 10GiB.'],
  [['create', 'a'], 'The command create needs a --size, or a --from or --parent.'],
])('%j: %s', async (argv, sentence) => {
  const { err } = await runCommand(argv)
  expect(err).toBe(`${sentence} Try “vhdx-inspector --help”.\n`)
})

test.each([
  [['map', 'a'], undefined],
  [['map', 'a', '--find-parents'], []],
  [['map', '--find-parents', 'a'], []],
  [['--find-parents', 'map', 'a'], []],
  [['map', 'a', '--find-parents', 'b'], ['b']],
  [['map', '--find-parents', 'b', 'a'], ['b']],
  [
    ['map', '--find-parents=b', 'a', '--find-parents', 'c', '--find-parents'],
    ['b', 'c'],
  ],
])('of %j, the folders to look into are %j', (argv, folders) => {
  const { words, options } = splitWords(argv, COMMANDS)
  const [name, ...operands] = words
  expect([name, ...operands]).toEqual(['map', 'a'])
  const command = COMMANDS.find((each) => each.name === name)
  if (!command) throw new Error('no command')
  expect(readValues(command, operands, options)['find-parents']).toEqual(folders)
})

test('a word is an operand before it is a folder', () => {
  const { words } = splitWords(['export', 'a', '--find-parents', 'b'], COMMANDS)
  expect(words).toEqual(['export', 'a', 'b'])
  const tooMany = ['map', 'a', 'b', '--find-parents']
  expect(splitWords(tooMany, COMMANDS).words).toEqual(['map', 'a', 'b'])
})
