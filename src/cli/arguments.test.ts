import { expect, test } from 'vitest'
import { parseArguments } from './arguments.ts'

const GUID = '2dc27766-f623-4200-9d64-115e9bfd4a08'

test.each([
  [['inspect', 'a.vhdx'], { kind: 'inspect', image: 'a.vhdx', json: false }],
  [['inspect', '--json', 'a.vhdx'], { kind: 'inspect', image: 'a.vhdx', json: true }],
  [['inspect', '--', '--json'], { kind: 'inspect', image: '--json', json: false }],
  [
    ['replay', 'a.vhdx', 'b.vhdx'],
    { kind: 'replay', image: 'a.vhdx', out: 'b.vhdx', fileWriteGuid: undefined },
  ],
  [
    ['replay', 'a', 'b', '--file-write-guid', `{${GUID.toUpperCase()}}`],
    { kind: 'replay', image: 'a', out: 'b', fileWriteGuid: GUID },
  ],
  [
    ['replay', `--file-write-guid=${GUID}`, 'a', 'b'],
    { kind: 'replay', image: 'a', out: 'b', fileWriteGuid: GUID },
  ],
  [['--help'], { kind: 'help' }],
  [['replay', '-h'], { kind: 'help' }],
  [['--version'], { kind: 'version' }],
])('%j is understood', (argv, command) => {
  expect(parseArguments(argv)).toEqual(command)
})

test.each([
  [[]],
  [['repair', 'a']],
  [['inspect']],
  [['inspect', 'a', 'b']],
  [['inspect', 'a', '--xml']],
  [['inspect', 'a', '--json=1']],
  [['inspect', 'a', '--json', '--json']],
  [['inspect', 'a', '--file-write-guid', GUID]],
  [['replay', 'a', 'b', '--file-write-guid', '00000000-0000-0000-0000-000000000000']],
  [['replay', 'a']],
  [['replay', 'a', 'b', 'c']],
  [['replay', 'a', 'b', '--json']],
  [['replay', 'a', 'b', '--file-write-guid']],
  [['replay', 'a', 'b', '--file-write-guid', 'x']],
])('%j is wrong, and one sentence says why', (argv) => {
  const command = parseArguments(argv)
  expect(command).toMatchObject({ kind: 'wrong', message: expect.stringMatching(/^[^.]+\.$/) })
})
