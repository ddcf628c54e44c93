import { expect, test } from 'vitest'
import { parseArguments } from './arguments.ts'

const ALONE = { parents: [], findParents: false }
const INSPECT = { kind: 'inspect', notes: undefined, hashes: [], ...ALONE }

const EXPORT = {
  kind: 'export',
  image: 'a',
  out: 'b',
  before: false,
  partition: undefined,
  offset: undefined,
  length: undefined,
  ...ALONE,
}

const GUID = '2dc27766-f623-4200-9d64-115e9bfd4a08'

test.each([
  [['inspect', 'a.vhdx'], { ...INSPECT, image: 'a.vhdx', format: 'summary' }],
  [['inspect', '--json', 'a.vhdx'], { ...INSPECT, image: 'a.vhdx', format: 'json' }],
  [['inspect', '--', '--json'], { ...INSPECT, image: '--json', format: 'summary' }],
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
  [
    ['replay', '--in-place', 'a'],
    { kind: 'replay-in-place', image: 'a', fileWriteGuid: undefined, yes: false, undo: true },
  ],
  [
    ['replay', 'a', '--yes', '--no-undo', '--in-place', '--file-write-guid', GUID],
    { kind: 'replay-in-place', image: 'a', fileWriteGuid: GUID, yes: true, undo: false },
  ],
  [['undo', 'a.undo', 'a'], { kind: 'undo', undoFile: 'a.undo', image: 'a' }],
  [['map', 'a.vhdx'], { kind: 'map', image: 'a.vhdx', json: false, before: false, ...ALONE }],
  [
    ['map', '--before', 'a', '--json'],
    { kind: 'map', image: 'a', json: true, before: true, ...ALONE },
  ],
  [['export', 'a', 'b'], { ...EXPORT }],
  [['export', 'a', 'b', '--partition', '12'], { ...EXPORT, partition: 12 }],
  [
    ['export', '--offset=1MiB', 'a', '--length', '512', 'b', '--before'],
    { ...EXPORT, before: true, offset: 2 ** 20, length: 512 },
  ],
  [
    ['hash', 'a'],
    { kind: 'hash', image: 'a', algorithms: ['sha256'], after: false, fileWriteGuid: undefined },
  ],
  [
    ['hash', '--blake3', 'a', '--after', `--file-write-guid=${GUID}`],
    { kind: 'hash', image: 'a', algorithms: ['blake3'], after: true, fileWriteGuid: GUID },
  ],
  [
    ['inspect', 'a', '--json', '--blake3'],
    { ...INSPECT, image: 'a', format: 'json', hashes: ['blake3'] },
  ],
  [['export', 'a', 'b', '--hash', 'sha256'], { ...EXPORT, hash: 'sha256' }],
  [['compose', 'a.json', 'b'], { kind: 'compose', recipe: 'a.json', out: 'b' }],
  [
    ['create', 'a', '--size', '10GiB'],
    {
      kind: 'create',
      out: 'a',
      size: 10 * 2 ** 30,
      blockSize: 32 * 2 ** 20,
      logicalSectorSize: 512,
      logSize: 2 ** 20,
    },
  ],
  [
    [
      'create',
      '--size=64TiB',
      '--block-size=1048576',
      '--logical-sector=4096',
      '--log-size=1GiB',
      'a',
    ],
    {
      kind: 'create',
      out: 'a',
      size: 2 ** 46,
      blockSize: 2 ** 20,
      logicalSectorSize: 4096,
      logSize: 2 ** 30,
    },
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
])('%j is wrong, and one sentence says why', (argv) => {
  const command = parseArguments(argv)
  expect(command).toMatchObject({ kind: 'wrong', message: expect.stringMatching(/^[^.]+\.$/) })
})
