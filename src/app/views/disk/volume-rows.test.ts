import { expect, test } from 'vitest'
import { updateWords } from '../../../engine/changes/update-words.ts'
import type { Volume, Volumes } from '../../../engine/guest/volumes/read-volumes.ts'
import { problemLines, volumeRows } from './volume-rows.ts'

const volume = (number: number, kind?: string): Volume => ({
  partition: {
    number,
    table: 'gpt',
    at: { offset: number * 100, length: 100 },
    type: 'x',
    typeName: undefined,
  },
  fileSystem: kind === undefined ? undefined : { kind },
})

const disk = (volumes: readonly Volume[], problems: readonly string[] = []): Volumes => ({
  table: 'gpt',
  volumes,
  fileSystem: undefined,
  problems,
})

const seen = (before: Volumes | undefined, after: Volumes | undefined) =>
  volumeRows({ before, after }, REPLAY).map(({ partition, fileSystem, seenIn }) => [
    partition.number,
    fileSystem?.kind,
    seenIn,
  ])

const REPLAY = updateWords(undefined)

test('a disk without a replay has each partition once', () => {
  expect(seen(disk([volume(1, 'XFS')]), undefined)).toEqual([[1, 'XFS', 'both']])
})

test('a partition that is only in the log, or changed by it, is marked', () => {
  const before = disk([volume(1, 'XFS'), volume(2)])
  const after = disk([volume(1, 'XFS'), volume(2, 'NTFS'), volume(3)])
  expect(seen(before, after)).toEqual([
    [1, 'XFS', 'both'],
    [2, undefined, 'before'],
    [2, 'NTFS', 'after'],
    [3, undefined, 'after'],
  ])
  expect(seen(undefined, after)).toHaveLength(3)
})

test('a file system that the log makes larger is a row of each state', () => {
  const sized = (size: bigint): Volume => ({ ...volume(1), fileSystem: { kind: 'ext4', size } })
  expect(seen(disk([sized(1n)]), disk([sized(2n)]))).toEqual([
    [1, 'ext4', 'before'],
    [1, 'ext4', 'after'],
  ])
})

test('problems say in which state they are, where it is one', () => {
  const both = { before: disk([], ['A.', 'B.']), after: disk([], ['B.', 'C.']) }
  expect(problemLines(both, REPLAY)).toEqual(['B.', 'On disk: A.', 'After replay: C.'])
  expect(problemLines({ before: disk([], ['A.']), after: undefined }, REPLAY)).toEqual(['A.'])
})
