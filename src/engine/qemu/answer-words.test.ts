import { expect, test } from 'vitest'
import { plainDisk } from '../../testing/marks.ts'
import { REPLAY_IDS } from '../../testing/our-replay.ts'
import { knownBugs } from '../../testing/qemu-cases/known-bugs.ts'
import { moreCases } from '../../testing/qemu-cases/more-cases.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { inspect } from '../inspect/inspect.ts'
import { adviceOn, differenceWords, distanceWords, entryLines, writeLines } from './answer-words.ts'
import { readAsQemu } from './qemu-report.ts'

async function wordsOf(image: Partial<ImageDescription>) {
  const inspected = await inspect(buildImage({ ...plainDisk, ...image }), REPLAY_IDS)
  const report = await readAsQemu(inspected)
  return {
    ...adviceOn(report, inspected.inspection.outcome),
    distance: distanceWords(report),
    entries: entryLines(report).lines,
    writes: writeLines(report).lines,
    places: report.differences.map((each) => differenceWords(each, report)),
  }
}

test.each(Object.entries({ ...knownBugs, ...moreCases }))(
  'warns where there is something to warn of: %s',
  async (_, { image, diverges }) => {
    const { words, sign } = await wordsOf(image)
    expect(words === 'Do not run “qemu-img check -r all” on this file.').toBe(diverges)
    if (diverges) expect(sign).toBe('warning')
  },
)

const caseOf = (name: string): Partial<ImageDescription> => knownBugs[name]?.image ?? {}

test('lists what QEMU would do, line by line', async () => {
  const words = await wordsOf(caseOf('Tail: the whole run is replayed'))
  expect(words.entries).toEqual([
    'log+0x0, sequence number 1',
    'log+0x2000, sequence number 2',
    'log+0x4000, sequence number 3',
  ])
  expect(words.writes).toEqual([
    'Both headers: a new FileWriteGuid, and two new DataWriteGuids',
    '0x280000: 4 KiB, by log+0x0',
    '0x281000: 4 KiB, by log+0x2000',
    '0x282000: 4 KiB, by log+0x4000',
  ])
  expect(words.distance).toBe(
    'From what MS-VHDX asks for, headers aside, these differ: 1 sector of 4 KiB.',
  )
  expect(words.places).toEqual([
    {
      place: '0x280000, 4 KiB: Metadata region',
      ours: 'as on disk',
      theirs: 'from log+0x0',
      why: 'reason 1',
    },
  ])
})

test('says where QEMU stops, and which size it leaves', async () => {
  const torn = await wordsOf(caseOf('a torn data sector: noticed while writing'))
  expect(torn.entries.at(-1)).toBe('log+0x2000, sequence number 2: it stops here')
  const short = await wordsOf(caseOf('LastFileOffset that is a multiple of 1 MiB: not extended'))
  expect(short.distance).toContain('the size: 4,194,304 bytes instead of 8,388,608')
  const clean = await wordsOf({})
  expect([clean.distance, clean.entries, clean.writes]).toEqual([undefined, [], []])
})

test('does not call a file right that QEMU opens and must not', async () => {
  const { words, sign } = await wordsOf({})
  expect([words, sign]).toEqual(['QEMU leaves this file as it is.', 'ok'])
  const refused = adviceOn({ answer: 'opens', diverges: false }, 'refused')
  expect(refused).toEqual({ sign: 'warning', words: 'Do not trust what QEMU shows of this file.' })
})
