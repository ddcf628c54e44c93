import { describe, expect, test } from 'vitest'
import { JOURNAL_IDS, journalDisk } from '../../testing/journalling.ts'
import type { MemoryFile } from '../bytes/memory-file.ts'
import { MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { applyTo } from '../update/apply.ts'
import type { Edit } from './edit.ts'
import { journalEdits, previewEdits } from './edit-preview.ts'

const inspected = (file: MemoryFile) => inspect(file, JOURNAL_IDS)
const look = async (file: MemoryFile, ...edits: Edit[]) =>
  previewEdits(await inspected(file), edits, JOURNAL_IDS)

const ALLOCATE: Edit = { kind: 'bat-entry', index: 5, state: 6, fileOffsetMB: 5 }

describe('a preview of edits', () => {
  test('shows the entry that the journal writes, and what changes, in plain words', async () => {
    const { entries, changes, outcome, newFindings } = await look(journalDisk(), ALLOCATE)
    expect(entries).toMatchObject([
      { position: 0, length: 8192, descriptorCount: 1, descriptors: [{ kind: 'data' }] },
    ])
    expect(entries[0]?.descriptors[0]?.target).toMatch(/^BAT\[0/)
    expect(changes.changes.map(({ summary }) => summary)).toEqual([
      'BAT[5]: NOT_PRESENT → FULLY_PRESENT at 5 MiB',
    ])
    expect(outcome).toBe('clean')
    expect(newFindings).toEqual([])
  })

  test('gives a block at the end of the file its room', async () => {
    const { changes } = await look(journalDisk(), ALLOCATE)
    expect([changes.sizeBefore, changes.sizeAfter]).toEqual([5 * MIB, 6 * MIB])
  })

  test('does not let the file grow to a block that is far away', async () => {
    const { changes } = await look(journalDisk(), { ...ALLOCATE, fileOffsetMB: 2 ** 43 })
    expect(changes.sizeAfter).toBe(5 * MIB)
  })

  test('warns where the image could not be opened any more', async () => {
    const edit: Edit = {
      kind: 'metadata-item',
      item: 'logicalSectorSize',
      values: { logicalSectorSize: 513 },
    }
    const { newFindings } = await look(journalDisk(), edit)
    expect(newFindings.map(({ rule }) => rule)).toContain('metadata.logical-sector-size')
  })

  test('writes nothing', async () => {
    const file = journalDisk()
    const before = await file.read(0, file.size)
    await look(file, ALLOCATE)
    expect(Buffer.compare(await file.read(0, file.size), before)).toBe(0)
  })

  test('shows just what a commit then does', async () => {
    const file = journalDisk()
    const { changes } = await look(file, ALLOCATE)
    const { steps } = await journalEdits(await inspected(file), [ALLOCATE], JOURNAL_IDS)
    await applyTo(file, steps)
    expect(file.size).toBe(changes.sizeAfter)
    expect((await inspected(file)).inspection.outcome).toBe('clean')
  })

  test('is refused where the log of the image has to be replayed first', async () => {
    const file = journalDisk({ log: { entries: [{}] } })
    await expect(look(file, ALLOCATE)).rejects.toThrow('must be replayed before')
  })
})
