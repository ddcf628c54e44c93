import { expect, test } from 'vitest'
import { MemoryFile } from '../../../engine/bytes/memory-file.ts'
import { buildImage } from '../../../engine/compose/build-image.ts'
import { LOG_GUID } from '../../../engine/compose/compose-log.ts'
import type { ImageDescription } from '../../../engine/compose/description.ts'
import { inspect } from '../../../engine/inspect/inspect.ts'
import { disk, mark } from '../../../testing/marks.ts'
import { REPLAY_IDS } from '../../../testing/our-replay.ts'
import { otherTools } from './other-tools-words.ts'

const toolsOf = async (image: Partial<ImageDescription>) =>
  otherTools((await inspect(buildImage(disk(image)), REPLAY_IDS)).inspection)
const lines = (tools: ReturnType<typeof otherTools>) =>
  tools.map(({ name, does, shows }) => `${name}: ${does} ${shows}`)

test.each<[string, Partial<ImageDescription>, RegExp, RegExp]>([
  ['clean', {}, /nothing to replay.*as it is/, /The disk as it is/],
  [
    'replayable',
    { log: { entries: [{ updates: [mark('A')] }] } },
    /replays the log before anything else.*after the replay/,
    /as it was before the replay/,
  ],
  [
    'refused for its log',
    { log: { guid: LOG_GUID } },
    /has to refuse the file: its log/,
    /as if nothing were wrong/,
  ],
  [
    'refused for something else',
    { headers: [{ version: 7 }, { version: 7 }] },
    /has to refuse the file, as MS-VHDX asks/,
    /Whatever it can read of the rest/,
  ],
])('says what each program does with a file that is %s', async (_, image, windows, readers) => {
  const [first, ...others] = lines(await toolsOf(image))
  expect(first).toMatch(/^Windows: /)
  expect(first).toMatch(windows)
  expect(others.map((line) => line.split(':')[0])).toEqual(['7-Zip', 'libvhdi', 'VirtualBox'])
  for (const line of others) expect(line).toMatch(readers)
})

test('knows that VirtualBox refuses what QEMU has made', async () => {
  const notRequired = [{ required: 0 }, { required: 0 }]
  const { inspection } = await inspect(
    buildImage(disk({ regionTables: [{ entries: notRequired }, { entries: notRequired }] })),
    REPLAY_IDS,
  )
  const tools = otherTools(inspection)
  const found = inspection.findings.some(({ rule }) => rule === 'region.required-flag-clear')
  expect(tools.at(-1)?.does.includes('as QEMU leaves them')).toBe(found)
})

test('says of another file that nobody finds a VHDX in it', async () => {
  const { inspection } = await inspect(new MemoryFile(new Uint8Array(8192).fill(7)), REPLAY_IDS)
  expect(lines(otherTools(inspection)).every((line) => line.includes('no VHDX'))).toBe(true)
})
