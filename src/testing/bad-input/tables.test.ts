/** Region tables, metadata tables and BATs that cannot be. */
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { standardRegions } from '../../engine/compose/compose-header-section.ts'
import { standardItems } from '../../engine/compose/compose-metadata.ts'
import { mapDisk } from '../../engine/disk/map-disk.ts'
import { KIB, MIB } from '../../engine/format/layout.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { disk, plainDisk } from '../marks.ts'
import { REPLAY_IDS } from '../our-replay.ts'
import { answer, checkAnswers } from './answer.ts'

describe('tables', () => {
  const [bat = {}, metadata = {}] = standardRegions(plainDisk)
  const items = standardItems(plainDisk)
  const regions = (...entries: Partial<typeof bat>[]) =>
    disk({ regionTables: [{ entries }, { entries }] })
  const count = (entryCount: number) => ({ header: { entryCount } })

  checkAnswers([
    [
      'of 4,294,967,295 regions',
      disk({ regionTables: [count(0xffff_ffff), count(0xffff_ffff)] }),
      'refused',
      'region-table.count',
    ],
    ['of 65,535 items', disk({ metadata: count(65_535) }), 'refused', 'metadata.count'],
    [
      'with regions over each other',
      regions(bat, { ...metadata, fileOffset: bat.fileOffset ?? 0n }),
      'refused',
      'region.overlap',
    ],
    [
      'with a BAT past the end',
      regions({ ...bat, fileOffset: BigInt(64 * MIB) }, metadata),
      'refused',
      'region.beyond-end',
    ],
    [
      'with a BAT at 2^60',
      regions({ ...bat, fileOffset: 2n ** 60n }, metadata),
      'refused',
      'region.beyond-end',
    ],
    [
      'with items over each other',
      disk({
        metadata: {
          items: items.map((item) => ({ ...item, entry: { ...item.entry, offset: 64 * KIB } })),
        },
      }),
      'refused',
      'metadata.item-overlap',
    ],
    [
      'with items past the end',
      disk({
        metadata: {
          items: items.map((item) => ({ ...item, entry: { ...item.entry, offset: 0xffff_fff0 } })),
        },
      }),
      'refused',
      'metadata.item-outside-region',
    ],
  ])

  test('with BAT entries past the end: the census counts them, and their blocks cannot be read', async () => {
    const image = buildImage(
      disk({ bat: { 0: { state: 'fully-present', fileOffsetMB: 2 ** 44 - 1 } } }),
    )
    const inspection = await answer(image)
    expect(inspection.outcome).toBe('clean')
    expect(inspection.before.census?.payload['fully-present']).toBe(1)
    const { before } = await inspect(image, REPLAY_IDS)
    expect(await mapDisk(before, 0, MIB)).toEqual([{ offset: 0, length: MIB, from: 'unreadable' }])
  })
})
