import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withVolume } from '../../testing/made-volumes.ts'
import { hasProgram } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { imageBetween, twoStates } from '../../testing/two-states.ts'
import { AbsentBytes } from '../bytes/held.ts'
import { buildImage } from '../compose/build-image.ts'
import { MIB } from '../format/layout.ts'
import { reportAffected } from './affected-report.ts'
import { affectedWords, differenceWords } from './affected-words.ts'

const hasExt = hasProgram('mke2fs') && hasProgram('debugfs')

test.skipIf(!hasExt)('a replay is told in the files of the guest', () =>
  inTempDir(async (dir) => {
    const size = 4
    const made = {
      tool: 'mke2fs',
      args: ['-q', '-t', 'ext4', '-b', '1024', '-O', '^has_journal'],
      size,
    }
    const put = async (name: string, bytes: number, fill: string): Promise<string> => {
      await writeFile(join(dir, name), Buffer.alloc(bytes, fill))
      return `write ${join(dir, name)} ${name}`
    }
    await withVolume(made, async (volume) => {
      const change = (...commands: readonly string[]): void => {
        for (const command of commands) volume.run('debugfs', ['-w', '-R', command])
      }
      change(await put('stays', 3000, 's'), await put('goes', 3000, 'g'), 'mkdir kept')
      const before = await volume.with((source) => source.read(0, source.size))
      change(
        'rm goes',
        await put('large', 1_200_000, 'l'),
        'cd kept',
        'set_inode_field stays mode 0100600',
      )
      const after = await volume.with((source) => source.read(0, source.size))

      const states = await twoStates(imageBetween(before, after))
      if (!states) throw new Error('nothing to replay')
      const report = await reportAffected(states, { most: 100 })
      if (!report.ok) throw new Error(report.reason)
      const [found] = report.volumes
      expect(found).toMatchObject({ fileSystem: 'ext4', outcome: 'compared', hasJournal: false })
      const told = found?.files.map(({ path, status }) => `${path} ${status}`).sort()
      expect(told).toEqual([
        '/ changed',
        '/goes only-before',
        '/large only-after',
        '/stays changed',
      ])
      const large = found?.most
      expect(large).toMatchObject({ path: '/large', changedBytes: 1_200_000 })
      expect(large?.bytesInNewBlocks).toBeGreaterThan(MIB)
      const [sentence] = affectedWords(report, 'replay')
      expect(sentence).toMatch(
        /^In the guest: 3 files and 1 directory are affected: “\/large” has 1\.\d+ MiB in blocks that only the log names\.$/,
      )
      const stays = found?.files.find(({ path }) => path === '/stays')
      expect(stays && differenceWords(stays)).toBe('permissions')

      const short = await reportAffected(states, { most: 1 })
      if (!short.ok) throw new Error(short.reason)
      expect(short.volumes[0]?.files).toHaveLength(1)
      expect(short.volumes[0]?.counts).toEqual(found?.counts)
    })
  }),
)

test.skipIf(!hasExt)(
  'of a file system that only the log names, all files are there afterwards only',
  () =>
    withVolume(
      { tool: 'mke2fs', args: ['-q', '-t', 'ext2', '-b', '1024'], size: 1 },
      async (volume) => {
        const after = await volume.with((source) => source.read(0, source.size))
        const states = await twoStates(imageBetween(new Uint8Array(after.length), after))
        const report = states && (await reportAffected(states, { most: 100 }))
        if (!report?.ok) throw new Error('refused')
        expect(report.volumes).toMatchObject([
          {
            outcome: 'only-after',
            counts: { paths: 2, directories: 2, byStatus: { 'only-after': 2 } },
          },
        ])
        expect(affectedWords(report, 'replay').slice(0, 2)).toEqual([
          'In the guest: 2 directories are affected.',
          'Its files cannot be read before: they are not there.',
        ])
      },
    ),
)

test.skipIf(!hasExt)('what waits in the journal of the guest is counted apart', () => {
  const args = ['-q', '-t', 'ext4', '-b', '1024', '-J', 'size=1', '-O', '^metadata_csum']
  return withVolume({ tool: 'mke2fs', args, size: 4 }, async (volume) => {
    const content = `${volume.path}.content`
    await writeFile(content, Buffer.alloc(1024, 'a'))
    volume.run('debugfs', ['-w', '-R', `write ${content} file`])
    const before = await volume.with((source) => source.read(0, source.size))
    const [block] = volume.run('debugfs', ['-R', 'blocks file']).trim().split(' ')
    await writeFile(content, Buffer.alloc(1024, 'b'))
    await writeFile(`${volume.path}.log`, `jo\njw -b ${block} ${content}\njc\n`)
    volume.run('debugfs', ['-w', '-f', `${volume.path}.log`])
    const after = await volume.with((source) => source.read(0, source.size))

    const states = await twoStates(imageBetween(before, after))
    const report = states && (await reportAffected(states, { most: 100 }))
    if (!report?.ok) throw new Error('refused')
    expect(report.volumes).toMatchObject([
      { hasJournal: true, counts: { paths: 0 }, withJournal: { paths: 1, directories: 0 } },
    ])
    expect(affectedWords(report, 'replay')).toEqual([
      'In the guest: no file is affected.',
      'Changes wait in its own journal, which the guest will replay: behind that 1 file is affected.',
    ])
  })
})

test('of a disk that stays as it is, and of one without files, it is said so', async () => {
  const words = async (...updates: Parameters<typeof dirty>): Promise<readonly string[]> => {
    const states = await twoStates(dirty(...updates))
    const report = states && (await reportAffected(states, { most: 100 }))
    if (!report?.ok) throw new Error('refused')
    return affectedWords(report, 'replay')
  }
  expect(await words('zero')).toEqual([
    'In the guest: no file is affected, for no byte of its disk differs.',
  ])
  expect(await words('fully-present')).toEqual([
    'In the guest: no volume is known whose files could be affected.',
  ])
})

const dirty = (state: 'zero' | 'fully-present') =>
  buildImage({
    virtualDiskSize: 4 * MIB,
    blocks: [{ block: 0, fill: 7 }],
    log: {
      entries: [
        {
          updates: [{ kind: 'bat', changes: { 1: { state, fileOffsetMB: 4 } } }],
          flushedFileOffset: 0n,
        },
      ],
    },
  })

test('nothing is said of a skeleton', async () => {
  const states = await twoStates(dirty('fully-present'))
  const [image] = states?.before ?? []
  if (!states || !image) throw new Error('nothing to replay')
  const held = { ...image, source: { size: image.source.size, held: [], read: refuse } }
  expect(await reportAffected({ ...states, before: [held] }, { most: 1 })).toEqual({
    ok: false,
    reason: 'The files of the guest are not in this skeleton.',
  })
})

const refuse = async (offset: number, length: number): Promise<never> => {
  throw new AbsentBytes({ offset, length })
}
