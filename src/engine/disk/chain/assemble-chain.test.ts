import { expect, test } from 'vitest'
import { chainFile, numberedGuid, parentOf } from '../../../testing/chain-files.ts'
import { disk, mark } from '../../../testing/marks.ts'
import type { ImageDescription } from '../../compose/description.ts'
import { MIB } from '../../format/layout.ts'
import { assembleChain } from './assemble-chain.ts'
import { reportChain } from './chain-report.ts'

const A = numberedGuid(0xa)
const B = numberedGuid(0xb)
const C = numberedGuid(0xc)

const child = () => chainFile('child', disk({ ...parentOf(B, 'middle.vhdx'), dataWriteGuid: C }))
const middle = (changes: Partial<ImageDescription> = {}) =>
  chainFile('middle', disk({ ...parentOf(A, 'base.vhdx'), dataWriteGuid: B, ...changes }))
const base = (changes: Partial<ImageDescription> = {}) =>
  chainFile('base', disk({ dataWriteGuid: A, ...changes }))

const lowest = () => chainFile('lowest', disk({ dataWriteGuid: numberedGuid(1) }))

const names = ({ parents }: ReturnType<typeof assembleChain>) =>
  parents.map(({ file }) => file.name)

test('parents are put in order, whatever order they are given in', async () => {
  const files = [await base(), await middle()]
  for (const given of [files, files.toReversed()]) {
    const chain = assembleChain(await child(), given)
    expect(names(chain)).toEqual(['middle', 'base'])
    expect(chain).toMatchObject({ missing: undefined, cycle: undefined, refused: [] })
    expect(chain.parents.map(({ judgement }) => judgement.linkage)).toEqual(['current', 'current'])
  }
})

test('a missing parent is named with its paths in the order in which they are tried', async () => {
  const { missing } = assembleChain(await child(), [])
  expect(missing).toEqual({
    wanted: B,
    paths: [
      { key: 'relative_path', value: '.\\middle.vhdx' },
      { key: 'absolute_win32_path', value: 'C:\\Disks\\middle.vhdx' },
    ],
  })
})

test('a base that is given without the parent between waits outside', async () => {
  const chain = assembleChain(await child(), [await base()])
  expect(chain.parents).toEqual([])
  expect(chain.refused).toMatchObject([{ why: 'wrong', judgement: { linkage: 'none' } }])
})

const headers = (first: typeof A, second: typeof A): Partial<ImageDescription> => ({
  headers: [{ dataWriteGuid: first }, { dataWriteGuid: second }],
})

const taking = async (file: ReturnType<typeof base>) => ({ ...(await file), acceptsChange: true })

test('a parent that only its other header recognises is changed, and refused', async () => {
  const chain = assembleChain(await middle(), [await base(headers(A, C))])
  expect(chain).toMatchObject({
    parents: [],
    missing: { wanted: A },
    refused: [{ judgement: { linkage: 'other-header', found: [A, C], right: false } }],
  })
  expect(reportChain(chain).refused).toEqual([
    {
      name: 'base',
      reason: expect.stringContaining('written to after the child'),
      risks: ['changed'],
    },
  ])
})

test('what is below a changed parent is no stranger', async () => {
  const below = [await base({ ...parentOf(numberedGuid(1)) }), await lowest()]
  const written = await middle({ dataWriteGuid: numberedGuid(9) })
  const changed = { ...written, name: 'middle.vhdx' }
  const { refused } = assembleChain(await child(), [...below, changed])
  expect(refused.map(({ file, why }) => [file.name, why])).toEqual([
    ['base', 'behind'],
    ['lowest', 'behind'],
    ['middle.vhdx', 'wrong'],
  ])
  const report = reportChain(assembleChain(await child(), [...below, changed]))
  expect(report.refused[0]?.reason).toBe('It is the parent of middle.vhdx, which is not read.')
  expect(report.findings.map(({ finding }) => finding.rule)).not.toContain('chain.wrong-parent')
  // A file that nothing leads to is one.
  const stranger = await chainFile('stranger', disk({ dataWriteGuid: numberedGuid(8) }))
  const [first] = assembleChain(await child(), [stranger, changed]).refused
  expect(first?.why).toBe('wrong')
})

test('the header that is not current may have any GUID', async () => {
  const chain = assembleChain(await middle(), [await base(headers(C, A))])
  expect(chain.parents).toMatchObject([{ judgement: { linkage: 'current', accepted: false } }])
  expect(reportChain(chain).files[1]?.link?.problems).toEqual([])
})

test('a changed parent is read by whoever takes the risk, and that is recorded', async () => {
  const chain = assembleChain(await middle(), [await taking(base(headers(A, C)))])
  expect(chain).toMatchObject({ parents: [{ judgement: { accepted: true } }], missing: undefined })
  const { files, findings } = reportChain(chain)
  expect(files[1]?.link).toEqual({
    recognised: 'parent_linkage is the DataWriteGuid of its other header.',
    problems: [
      expect.stringContaining('in the header that is not current'),
      expect.stringContaining('read through base all the same'),
    ],
    paths: [
      { key: 'relative_path', value: '.\\base.vhdx' },
      { key: 'absolute_win32_path', value: 'C:\\Disks\\base.vhdx' },
    ],
    accepted: true,
    moved: true,
  })
  expect(findings.map(({ finding }) => finding.rule)).toEqual([
    'chain.other-header',
    'chain.changed-accepted',
  ])
})

test('a risk is taken with what may be the parent, and with no other file', async () => {
  const above = await middle()
  const changes = { dataWriteGuid: C }
  const stranger = await chainFile('stranger.vhdx', disk(changes))
  const other = { virtualDiskSize: 32 * MIB }
  for (const file of [stranger, { ...stranger, name: 'BASE.vhdx' }]) {
    const [judged, larger] = [file, { ...(await base({ ...changes, ...other })), name: file.name }]
      .map((given) => assembleChain(above, [{ ...given, acceptsChange: true }]))
      .map(({ parents }) => parents.length)
    expect([judged, larger]).toEqual([file === stranger ? 0 : 1, 0])
  }
})

test('a parent that is as it was goes before one that is changed', async () => {
  const better = await base()
  const chain = assembleChain(await middle(), [await taking(base(headers(A, C))), better])
  expect(chain.parents.map(({ file }) => file)).toEqual([better])
  expect(chain.refused).toMatchObject([{ why: 'taken', by: better }])
})

test('parent_linkage2 is tried as well', async () => {
  const merging = await chainFile(
    'child',
    disk({
      kind: 'differencing',
      parent: {
        pairs: [
          ['parent_linkage', `{${C}}`],
          ['parent_linkage2', `{${A}}`],
          ['relative_path', 'base.vhdx'],
        ],
      },
    }),
  )
  expect(assembleChain(merging, [await base()]).parents).toMatchObject([
    { judgement: { linkage: 'linkage2', right: true } },
  ])
})

test('parent_linkage2 is no excuse for the header that is not current, either', async () => {
  const pairs = [
    ['parent_linkage', `{${C}}`],
    ['parent_linkage2', `{${A}}`],
    ['relative_path', 'base.vhdx'],
  ] as const
  const merging = await chainFile('child', disk({ kind: 'differencing', parent: { pairs } }))
  expect(assembleChain(merging, [await base(headers(A, B))])).toMatchObject({
    parents: [],
    refused: [{ judgement: { linkage: 'changed-by-replay' } }],
  })
})

test('a parent whose GUIDs QEMU has changed is told from one of another chain', async () => {
  const changed = assembleChain(await middle(), [await base(headers(B, C))])
  expect(changed.refused).toMatchObject([{ judgement: { linkage: 'changed-by-replay' } }])
  const [said] = reportChain(changed).refused
  expect(said?.reason).toContain('as QEMU leaves them when it replays a log')
  const stranger = assembleChain(await middle(), [await base({ dataWriteGuid: C })])
  expect(reportChain(stranger).refused[0]?.reason).toContain('base is not the parent')
})

test('a parent with other sectors is refused', async () => {
  const chain = assembleChain(await middle(), [await base({ logicalSectorSize: 4096 })])
  expect(reportChain(chain).refused).toEqual([
    {
      name: 'base',
      reason: 'base has logical sectors of 4096 bytes, but its child has sectors of 512.',
    },
  ])
})

test('a dirty parent is read after its replay', async () => {
  const chain = assembleChain(await middle(), [
    await base({ log: { entries: [{ updates: [mark('A')] }] } }),
  ])
  expect(chain.parents).toMatchObject([{ file: { state: 'replayed' } }])
  expect(reportChain(chain).files[1]?.link?.problems).toEqual([
    'base has a log to replay; it is read as it is after its replay.',
    expect.stringContaining('QEMU changes that when it replays the log of base'),
  ])
})

test('a chain that goes round ends, and says where', async () => {
  const round = await base(parentOf(B))
  const chain = assembleChain(await child(), [await middle(), round])
  expect(names(chain)).toEqual(['middle', 'base'])
  expect(chain.cycle?.name).toBe('middle')
  expect(reportChain(chain).cycle).toBe(
    'middle fits as the parent, but it is in the chain already.',
  )
})

test('what a complete chain does not need is said to be superfluous', async () => {
  const stranger = await chainFile('stranger', disk({ dataWriteGuid: C }))
  const chain = assembleChain(await middle(), [await base(), stranger])
  expect(reportChain(chain).refused).toEqual([
    { name: 'stranger', reason: 'The chain is complete without it.' },
  ])
})

test('a disk without a parent is a chain of one', async () => {
  const chain = assembleChain(await base(), [])
  expect(chain).toMatchObject({ parents: [], missing: undefined, cycle: undefined })
})
