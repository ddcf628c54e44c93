import { expect, test } from 'vitest'
import { updateWords } from '../../../engine/changes/update-words.ts'
import type { Volumes } from '../../../engine/guest/volumes/read-volumes.ts'
import { tableLine } from './volume-rows.ts'

const disk = (table: Volumes['table'], fileSystem?: Volumes['fileSystem']): Volumes => ({
  table,
  volumes: [],
  fileSystem,
  problems: [],
})

test.each([
  [disk('gpt'), undefined, 'The disk has a GUID partition table (GPT).'],
  [disk('mbr'), disk('mbr'), 'The disk has a master boot record (MBR).'],
  [
    disk('none', { kind: 'ext4', label: 'data' }),
    undefined,
    'The disk has no partition table: the whole disk is ext4 “data”.',
  ],
  [
    disk('none'),
    disk('gpt'),
    'On disk: no partition table, and no file system that is known. After the replay: a GUID partition table (GPT).',
  ],
])('%#', (before, after, line) => {
  expect(tableLine({ before, after }, updateWords(undefined))).toBe(line)
})
