/** A program of its own, so that its memory can be measured: goes through a tree in one of the ways, and prints what it took. */

import { affectedFiles } from '../../src/engine/affected/affected-volumes.ts'
import { planExtract } from '../../src/engine/extract/plan-extract.ts'
import { findFiles } from '../../src/engine/files/find-files.ts'
import type { VolumeFiles } from '../../src/engine/files/volume-files.ts'
import type { GuestFiles } from '../../src/engine/guest/guest-files.ts'
import { walkFiles } from '../../src/engine/guest/walk.ts'
import { manyFiles } from './many-files.ts'

/** Some records have changed, and some contents. */
const CHANGED = Array.from({ length: 1000 }, (_, i) => ({
  offset: 500_000_000 * i,
  length: 65_536,
  how: 'readable' as const,
}))

const top = (files: GuestFiles) => ({ name: '', parent: undefined, node: files.root, depth: 0 })

/** Each says how many things it has met. */
const WAYS: Readonly<Record<string, (files: GuestFiles) => Promise<number>>> = {
  async walk(files) {
    let count = 0
    for await (const { entries } of walkFiles(files)) count += entries.length
    return count
  },
  async find(files) {
    return (await findFiles(files, { text: 'nothing has it', onFound: () => undefined })).names
  },
  async affected(files) {
    const source = { size: Number.MAX_SAFE_INTEGER, read: async () => new Uint8Array() }
    const volume = { at: { offset: 0, length: source.size } } as VolumeFiles['volume']
    const state = { volume, files, source, problems: () => [] }
    let count = 0
    const states = { before: state, after: state, changed: CHANGED }
    for await (const found of affectedFiles(states)) count += found.length
    return count
  },
  async extract(files) {
    let count = 0
    const names = { target: 'posix' } as const
    for await (const item of planExtract(files, { inside: top(files) }, { names })) {
      if (item.kind === 'file') count++
    }
    return count
  },
}

const [way = '', folders, files, links] = process.argv.slice(2)
const started = performance.now()
const shape = { folders: Number(folders), files: Number(files), links: Number(links) }
const count = await WAYS[way]?.(manyFiles(shape))
const rss = process.resourceUsage().maxRSS * 1024
process.stdout.write(JSON.stringify({ count, rss, time: performance.now() - started }))
