import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { firstLoad } from './bundle-size.mjs'

test('every script of the app counts, compressed and the largest first, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vhdx-inspector-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<script type="module" src="./assets/index-a.js">')
  await writeFile(join(folder, 'assets/index-a.js'), '')
  await writeFile(join(folder, 'assets/worker-b.js'), 'export {}\n'.repeat(1000))
  await writeFile(join(folder, 'assets/index-c.css'), 'body { margin: 0 }')

  const sizes = firstLoad(folder)
  expect(sizes.map(({ file }) => file)).toEqual(['assets/worker-b.js', 'assets/index-a.js'])
  expect(sizes[0]?.size).toBeLessThan(200)
})
