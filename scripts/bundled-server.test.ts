import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundledServer } from './bundled-server.mjs'

test('the server of the archive is one file, and serves the folder beside it under the same policy', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bundled-'))
  await mkdir(join(folder, 'app'))
  await writeFile(join(folder, 'app/index.html'), 'the page')
  await writeFile(join(folder, 'serve.mjs'), await bundledServer())
  const server = spawn(process.execPath, ['serve.mjs'], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(server.stdout, 'data')
    const [url = ''] = /http:\S+/.exec(String(line)) ?? []
    const response = await fetch(url)
    expect(await response.text()).toBe('the page')
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'none'")
  } finally {
    server.kill()
    await rm(folder, { recursive: true })
  }
})
