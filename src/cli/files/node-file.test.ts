import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { byteFileContract } from '../../testing/byte-source-contract.ts'
import { NodeFile } from './node-file.ts'

let folder = ''
let opened: NodeFile[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-file-'))
})
afterEach(async () => {
  await Promise.all(opened.map((file) => file.close()))
  opened = []
  rmSync(folder, { recursive: true })
})

async function make(bytes: Uint8Array): Promise<NodeFile> {
  const path = join(folder, `${opened.length}.bin`)
  writeFileSync(path, bytes)
  const file = await NodeFile.open(path, 'r+')
  opened.push(file)
  return file
}

byteFileContract('a file of this machine', make)

test('a file that has become shorter says so instead of giving less', async () => {
  const file = await make(new Uint8Array(1000))
  truncateSync(join(folder, '0.bin'), 500)
  await expect(file.read(0, 1000)).rejects.toThrow('shorter')
  expect(await file.read(0, 500)).toEqual(new Uint8Array(500))
})

test('a folder is not a file', async () => {
  await expect(NodeFile.open(folder, 'r')).rejects.toMatchObject({ code: 'EISDIR' })
})

test.skipIf(process.platform === 'win32')(
  'a pipe is refused at once, though nobody writes to it',
  async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    await expect(NodeFile.open(pipe, 'r')).rejects.toMatchObject({ code: 'EINVAL' })
  },
)

test('a new file never takes the place of another', async () => {
  writeFileSync(join(folder, 'there'), 'x')
  await expect(NodeFile.open(join(folder, 'there'), 'wx+')).rejects.toMatchObject({
    code: 'EEXIST',
  })
})
