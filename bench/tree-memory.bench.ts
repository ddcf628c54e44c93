/** What whoever goes through a tree of five million files takes of memory: a program of its own for each way through it. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@playwright/test'
import { build } from 'vite'
import { MIB } from '../src/engine/format/layout.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { inMs, record } from './support/measure.ts'

const FILES = 5_000_000
/** MiB for what lives long: without a limit Node takes what there is before it looks for what is not needed. */
const HEAP = 200
const PROGRAM = fileURLToPath(new URL('support/walk-many.ts', import.meta.url))

const SHAPES: readonly { readonly folders: number; readonly links?: number }[] = [
  { folders: 1 },
  { folders: 5000 },
  { folders: 5000, links: 2 },
  { folders: 500_000 },
]

const WAYS = {
  walk: 'a walk through all directories',
  find: 'a search by name',
  affected: 'a pass over footprints, and what of the files an update affects',
  extract: 'the plan of taking all of them out, each of them large',
} as const

interface Taken {
  readonly count: number
  /** Bytes. */
  readonly rss: number
  readonly time: number
}

async function bundled(folder: string): Promise<string> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: PROGRAM,
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  })
  return join(folder, 'program.mjs')
}

for (const [way, what] of Object.entries(WAYS)) {
  test(`has room for ${what}`, async () => {
    await inTempDir(async (folder) => {
      const program = await bundled(folder)
      const runs = SHAPES.map(({ folders, links = 1 }) => {
        const argv = [`--max-old-space-size=${HEAP}`, program, way]
        const shape = [folders, FILES / folders, links].map(String)
        const told = execFileSync(process.execPath, [...argv, ...shape], { encoding: 'utf8' })
        return { folders, links, ...(JSON.parse(told) as Taken) }
      })
      record({
        what: `${what}, of 5 million files: memory of the process`,
        value: Math.max(...runs.map(({ rss }) => rss)) / MIB,
        unit: 'MiB',
        bar: 300,
        direction: 'at most',
        detail: runs
          .map(({ folders, links, rss, time }) => {
            return `${folders} folder${folders === 1 ? '' : 's'}${links > 1 ? `, ${links} names a file` : ''}: ${(rss / MIB).toFixed(0)} MiB in ${inMs(time)}`
          })
          .join('; '),
      })
    })
  })
}
