/** File systems as their own tools make them, and as blkid sees them: name, size, and how they were left. */
import { describe, expect, test } from 'vitest'
import { withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram } from '../../../testing/programs.ts'
import type { ByteSource } from '../../bytes/byte-source.ts'
import { MIB } from '../../format/layout.ts'
import { findFileSystem } from './find-file-system.ts'

const look = (source: ByteSource) => findFileSystem(source, { offset: 0, length: source.size })

/** With the least size that the tool takes, in MiB. */
const MAKERS: readonly (readonly [tool: string, args: readonly string[], size: number])[] = [
  ['mkfs.ext4', ['-q', '-L', 'a label'], 8],
  ['mkfs.ext3', ['-q'], 8],
  ['mkfs.ext2', ['-q'], 8],
  ['mkswap', ['-L', 'swap'], 8],
  ['mkfs.xfs', ['-q', '-L', 'x'], 300],
  ['mkfs.btrfs', ['-q', '-L', 'b'], 128],
  ['mkfs.vfat', ['-F', '12', '-n', 'SMALL'], 8],
  ['mkfs.vfat', ['-F', '16', '-n', 'MEDIUM'], 32],
  ['mkfs.vfat', ['-F', '32', '-n', 'LARGE'], 64],
  ['mkfs.ntfs', ['-q', '-F', '-L', 'a label'], 8],
  ['mkfs.exfat', ['-L', 'a label'], 8],
]

/** They do not say in their first structures that they were closed. */
const SILENT = ['XFS', 'Btrfs', 'Linux swap']

describe('as blkid sees it', () => {
  for (const [tool, args, size] of MAKERS) {
    test.skipIf(!hasProgram('blkid') || !hasProgram(tool))(`${tool} ${args.join(' ')}`, () =>
      withVolume({ tool, args, size }, async (volume) => {
        const found = await volume.with(look)
        const lines = volume.run('blkid', ['-p', '-o', 'export']).trim().split('\n')
        const told = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)))
        const { TYPE, VERSION } = told
        expect(found?.kind.toLowerCase().replace('linux ', '')).toBe(
          TYPE === 'vfat' ? VERSION.toLowerCase() : TYPE,
        )
        expect([found?.id, found?.label]).toEqual([told.UUID, told.LABEL?.replaceAll('\\', '')])
        expect(found?.state).toBe(SILENT.includes(found?.kind ?? '') ? undefined : 'clean')
        if (found?.kind === 'Linux swap') return
        expect(Number(found?.size)).toBeLessThanOrEqual(size * MIB)
        expect(Number(found?.size)).toBeGreaterThan((size - 1) * MIB)
      }),
    )
  }
})

describe('what its own tools do to a file system', () => {
  const super_ = (name: string, value: string) => ['-w', '-R', `set_super_value ${name} ${value}`]
  test.skipIf(!hasProgram('debugfs')).each([
    ['is to be recovered', ['-w', '-R', 'feature needs_recovery'], 'unclean', ['journal']],
    ['was not unmounted', super_('state', '0'), 'unclean', ['in-use']],
    ['has errors', super_('state', '3'), 'errors', ['errors']],
    ['has counted errors', super_('error_count', '2'), 'errors', ['errors']],
  ] as const)('an ext4 that %s', (_, change, state, signs) =>
    withVolume({ tool: 'mkfs.ext4', args: ['-q'], size: 8 }, async (volume) => {
      volume.run('debugfs', change)
      expect(await volume.with(look)).toMatchObject({ kind: 'ext4', state, signs })
    }),
  )

  test.skipIf(!hasProgram('ntfsfix') || !hasProgram('mkfs.ntfs'))(
    'an NTFS that is to be checked by Windows',
    () =>
      withVolume({ tool: 'mkfs.ntfs', args: ['-q', '-F'], size: 8 }, async (volume) => {
        volume.run('ntfsfix', [])
        expect(await volume.with(look)).toMatchObject({ state: 'unclean', signs: ['in-use'] })
        volume.run('ntfsfix', ['-d'])
        expect(await volume.with(look)).toMatchObject({ state: 'clean' })
      }),
  )
})
