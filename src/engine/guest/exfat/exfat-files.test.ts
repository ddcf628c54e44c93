/** Files in volumes of mkfs.exfat, put there by hand, as fsck.exfat and the Sleuth Kit judge them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filesOf, footprintsOf, treeOf } from '../../../testing/guest-files-of.ts'
import { readTree } from '../../../testing/guest-tree.ts'
import {
  EXFAT_VOLUME,
  type ExfatNode,
  type ExfatTime,
  emptyExfat,
  makeExfat,
} from '../../../testing/made-exfat.ts'
import { withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram } from '../../../testing/programs.ts'
import { hasSleuthkit, listedNodes } from '../../../testing/sleuthkit.ts'
import { cases } from '../../../testing/thorough.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { findPath } from '../paths.ts'

const has = hasProgram('mkfs.exfat') && hasProgram('fsck.exfat') && hasSleuthkit
const patterned = (size: number, seed: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8) * seed + seed) & 0xff)

/** One unit of 16 bits each, whose capital letters are the same everywhere. */
const character = fc.constantFrom(...("abcXYZ019 .-_'+,;=[]~éÄ日語ж".match(/./gu) ?? []))
const name = fc
  .oneof(
    fc.array(character, { minLength: 1, maxLength: 40 }),
    // fsck.exfat 1.2.0 reads wrongly what lies in three clusters, as longer ones may.
    fc.array(character, { minLength: 200, maxLength: 225 }),
  )
  .map(
    (characters) =>
      characters
        .join('')
        .trim()
        .replace(/[. ]+$/, '') || 'x',
  )
const options = {
  isContiguous: fc.boolean(),
  attributes: fc.constantFrom(0, 0x20, 0x27),
  modified: fc.record({
    date: fc.integer({ min: 0, max: 119 }).map((years) => years * 512 + 0x21),
    time: fc.constantFrom(0, 0xbf7d),
    hundredths: fc.nat({ max: 199 }),
    offset: fc.constantFrom(0, 0x80, 0x84, 0xfc),
  }),
}
const file: fc.Arbitrary<ExfatNode> = fc
  .record({
    ...options,
    size: fc.oneof(fc.constantFrom(0, 1, 511, 512, 513, 2048), fc.nat({ max: 20_000 })),
    seed: fc.nat({ max: 250 }),
    written: fc.nat({ max: 3 }),
  })
  .map(({ size, seed, written, ...node }) => ({
    ...node,
    content: patterned(size, seed),
    written: Math.floor((size * written) / 3),
  }))
const { tree } = fc.letrec<{ node: ExfatNode; tree: Record<string, ExfatNode> }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    file,
    file,
    fc.record({ ...options, names: tie('tree') }),
  ),
  tree: fc
    .uniqueArray(fc.tuple(name, tie('node')), {
      maxLength: 9,
      selector: ([text]) => text.toUpperCase(),
    })
    .map((pairs) => Object.fromEntries(pairs)),
}))

/** All nodes of a tree by path. */
const flat = (names: Readonly<Record<string, ExfatNode>>, path = ''): [string, ExfatNode][] =>
  Object.entries(names).flatMap(([text, node]): [string, ExfatNode][] => [
    [`${path}/${text}`, node],
    ...flat(node.names ?? {}, `${path}/${text}`),
  ])

const shown = ({ content = new Uint8Array(), written = content.length }: ExfatNode): Uint8Array =>
  Uint8Array.from(content, (byte, i) => (i < written ? byte : 0))

const words = (attributes = 0): readonly string[] =>
  ['read-only', 'hidden', 'system', '', '', 'archive'].filter((_, i) => (attributes >> i) & 1)

/** Of January 1 at noon or so; with an offset from UTC that is said in quarters of an hour. */
function timeOf({ date, time, hundredths = 0, offset = 0 }: ExfatTime = { date: 0x21, time: 0 }) {
  const hours = time === 0 ? 0 : 23 * 3600 + 59 * 60 + 58
  const quarters = offset === 0xfc ? -4 : offset === 0x84 ? 4 : 0
  const start = Date.UTC(1980 + Math.floor(date / 512), 0, 1) / 1000
  const nanoseconds =
    BigInt(start + hours - quarters * 900) * 10n ** 9n + BigInt(hundredths) * 10n ** 7n
  return { nanoseconds, ...(offset === 0 && { isLocal: true }) }
}

describe.skipIf(!has)('an exFAT', async () => {
  const empty = has ? await emptyExfat() : new Uint8Array()

  test('has the files that were put into it, and that others read', () =>
    withVolume(EXFAT_VOLUME, (volume) =>
      fc.assert(
        fc.asyncProperty(tree, async (names) => {
          const made = makeExfat(empty, names)
          await volume.put(0, made.bytes)
          volume.run('fsck.exfat', ['-n'])
          const source = new MemoryFile(made.bytes)
          const files = await filesOf(source)
          expect(files.notes).toEqual([])
          const { nodes, problems } = await treeOf(files)
          expect(problems).toEqual([])
          const { nodes: contents } = await readTree(source, files)
          const all = flat(names)
          expect([...nodes.keys()].sort()).toEqual(all.map(([path]) => path).sort())
          for (const [path, node] of all) {
            const read = nodes.get(path)
            expect(read?.node).toBe(made.nodes.get(path))
            expect(read?.stat.problems).toEqual([])
            expect(read?.stat.attributes).toEqual(words(node.attributes))
            expect(read?.stat.times.modified).toEqual(timeOf(node.modified))
            expect(read?.stat.kind).toBe(node.names ? 'directory' : 'file')
            const content = contents.get(path)?.content ?? new Uint8Array()
            if (!node.names) expect(Buffer.compare(content, shown(node))).toBe(0)
          }
          const listed = listedNodes(volume)
          const own = [...nodes].map(([path, { stat }]) => [path, stat.kind, stat.size])
          expect(own.sort()).toEqual(
            [...listed].map(([path, each]) => [path, each.kind, each.size]).sort(),
          )
          const footprints = await footprintsOf(files)
          expect(footprints).toHaveLength(all.length + 1)
          for (const { node, content } of footprints) {
            const path = [...made.nodes].find(([, at]) => at === node)?.[0] ?? ''
            const clusters = content.flatMap(({ offset, length }) =>
              Array.from(
                { length: Math.ceil(length / made.clusterSize) },
                (_, i) => offset + i * made.clusterSize,
              ),
            )
            expect(clusters).toEqual(made.clusters.get(path)?.map(made.placeOf))
          }
        }),
        { numRuns: cases(2) },
      ),
    ))

  test('may have very many names in one directory', async () => {
    const count = Math.min(cases(2000), 200_000)
    const names = Object.fromEntries(
      Array.from({ length: count }, (_, i): [string, ExfatNode] => [`number ${i}`, {}]),
    )
    const volume = await emptyExfat(4 + Math.ceil(count / 5000))
    const made = makeExfat(volume, { many: { names } })
    const files = await filesOf(new MemoryFile(made.bytes))
    const found = await findPath(files, '/MANY')
    const listed: string[] = []
    let most = 0
    for await (const { entries, problems } of files.list(found.ok ? found.node : -1)) {
      expect(problems).toEqual([])
      most = Math.max(most, entries.length)
      for (const { name: each } of entries) listed.push(each)
    }
    expect(listed).toEqual(Object.keys(names))
    expect(most).toBeLessThanOrEqual(1024)
    expect(await findPath(files, `/many/Number ${count - 1}`)).toMatchObject({ ok: true })
    expect(await footprintsOf(files)).toHaveLength(count + 2)
  })
})
