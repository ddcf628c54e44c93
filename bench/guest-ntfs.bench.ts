/** The files of a large NTFS: one pass over its table, and a walk through all directories, against the Sleuth Kit. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { NodeFile } from '../src/cli/files/node-file.ts'
import type { ByteSource } from '../src/engine/bytes/byte-source.ts'
import { openFiles } from '../src/engine/guest/open-files.ts'
import { hasProgram } from '../src/testing/programs.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { compare, inMs, record, timed } from './support/measure.ts'
import { makeNtfsWith } from './support/ntfs-volume.ts'

const FILES = 200_000
const RUNS = 3

async function filesOf(volume: ByteSource) {
  const files = await openFiles(volume, { kind: 'NTFS', state: 'clean' })
  if (!files.ok) throw new Error(files.reason)
  return files
}

async function countFootprints(volume: ByteSource): Promise<number> {
  let count = 0
  for await (const batch of (await filesOf(volume)).footprints()) count += batch.length
  return count
}

async function countNames(volume: ByteSource): Promise<number> {
  const files = await filesOf(volume)
  const directories = [files.root]
  let count = 0
  for (let next = directories.pop(); next !== undefined; next = directories.pop()) {
    for await (const { entries, problems } of files.list(next)) {
      if (problems.length > 0) throw new Error(problems[0])
      count += entries.length
      for (const { kind, node } of entries) if (kind === 'directory') directories.push(node)
    }
  }
  return count
}

test.skip(!hasProgram('mkntfs') || !hasProgram('fls'), 'without mkntfs and fls')

test('passes over the files of an NTFS, and through its directories, against fls -r', async () => {
  await inTempDir(async (folder) => {
    const path = join(folder, 'volume')
    await makeNtfsWith(FILES, path)
    const volume = await NodeFile.open(path, 'r')
    const [nodes, names] = [await countFootprints(volume), await countNames(volume)]
    if (nodes < FILES || names < FILES) throw new Error(`${nodes} nodes, ${names} names`)
    const list = timed(() =>
      execFileSync('fls', ['-r', '-p', '-u', path], { stdio: ['ignore', 'ignore', 'ignore'] }),
    )
    for (const [what, work] of [
      ['one pass over what each file has of the volume', countFootprints],
      ['all names, with the use of their records checked', countNames],
    ] as const) {
      const { subject, reference } = await compare(
        RUNS,
        timed(() => work(volume)),
        list,
      )
      record({
        what: `${FILES / 1000},000 files of an NTFS: ${what}, to fls -r`,
        value: subject / reference,
        unit: '×',
        bar: 1.5,
        direction: 'at most',
        detail: `${inMs(subject)} to ${inMs(reference)}`,
      })
    }
    await volume.close()
  })
})
