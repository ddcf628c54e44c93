/** An NTFS with very many files: what mkntfs makes, with a table of files and directories of ours in it. */
import { execFileSync } from 'node:child_process'
import { open } from 'node:fs/promises'
import { GIB } from '../../src/engine/format/layout.ts'
import {
  DATA,
  fileRecord,
  MFT_CLUSTER,
  mapped,
  NTFS_CLUSTER,
  type NtfsRun,
  resident,
  standardInformation,
} from '../../src/testing/made-ntfs.ts'
import {
  BITMAP,
  FILE_NAME,
  fileName,
  INDEX_ALLOCATION,
  indexBlock,
  indexRoot,
  type NamedFile,
  ROOT,
} from '../../src/testing/made-ntfs-names.ts'
import { PROGRAM_ENV } from '../../src/testing/programs.ts'

const PER_DIRECTORY = 1000
/** As many names as fit into a block for sure. */
const PER_BLOCK = 30
/** Records that mkntfs makes, in clusters of four. */
const OWN = 28
const RECORD = 1024
/** Behind all that mkntfs writes at the beginning; what it writes in the middle is overwritten. */
const FIRST_FREE = 65_536
const DIRECTORY = 0x1000_0000

/** Makes it in a new file, whose path this is; `files` is a multiple of 1000. */
export async function makeNtfsWith(files: number, path: string): Promise<void> {
  const directories = files / PER_DIRECTORY
  const records = OWN + directories + files
  const clusters = FIRST_FREE + files + Math.ceil(records / 4) + Math.ceil(files / 20)
  execFileSync('truncate', ['-s', String(Math.max(GIB, 2 * clusters * NTFS_CLUSTER)), path])
  execFileSync('mkntfs', ['-qQFf', '-c', '4096', path], { env: PROGRAM_ENV, stdio: 'ignore' })
  const file = await open(path, 'r+')
  let next = FIRST_FREE
  const take = (count: number): number => {
    next += count
    return next - count
  }
  const put = (cluster: number, bytes: Uint8Array, at = 0) =>
    file.write(bytes, 0, bytes.length, cluster * NTFS_CLUSTER + at)

  const tableRest = take(Math.ceil((records - OWN) / 4))
  const inUse = new Uint8Array(Math.ceil(records / 8)).fill(0xff)
  const bitmap = take(Math.ceil(inUse.length / NTFS_CLUSTER))
  await put(bitmap, inUse)

  /** The attributes of a directory: its names go into blocks. */
  async function directory(names: readonly NamedFile[]): Promise<readonly Uint8Array[]> {
    const blocks = Math.ceil(names.length / PER_BLOCK)
    const at = take(blocks)
    for (let i = 0; i < blocks; i++) {
      await put(at + i, indexBlock(i, names.slice(i * PER_BLOCK, (i + 1) * PER_BLOCK)))
    }
    const used = new Uint8Array(Math.ceil(blocks / 64) * 8).fill(0xff)
    return [
      indexRoot([], [0]),
      mapped({ type: INDEX_ALLOCATION, runs: [[at, blocks]], name: '$I30' }),
      resident(BITMAP, used, '$I30'),
    ]
  }
  const named = (name: NamedFile) => resident(FILE_NAME, fileName(name))

  const folders = Array.from({ length: directories }, (_, i): NamedFile => {
    const record = OWN + i
    return { name: `directory ${i}`, record, flags: DIRECTORY }
  })
  const runs: readonly NtfsRun[] = [
    [MFT_CLUSTER, OWN / 4],
    [tableRest, Math.ceil((records - OWN) / 4)],
  ]
  const size = records * RECORD
  const first = fileRecord([
    standardInformation(6),
    named({ name: '$MFT', record: 0 }),
    mapped({ runs, size }),
    mapped({ type: BITMAP, runs: [[bitmap, Math.ceil(inUse.length / NTFS_CLUSTER)]] }),
  ])
  await put(MFT_CLUSTER, first)
  const rootName = named({ name: '.', record: ROOT, flags: DIRECTORY })
  const root = [standardInformation(6), rootName, ...(await directory(folders))]
  await put(MFT_CLUSTER, fileRecord(root, { flags: 3, sequence: 1 }), ROOT * RECORD)

  const table = new Uint8Array(PER_DIRECTORY * RECORD)
  for (const [i, folder] of folders.entries()) {
    const files: NamedFile[] = []
    const contents = take(PER_DIRECTORY)
    for (let k = 0; k < PER_DIRECTORY; k++) {
      const record = OWN + directories + i * PER_DIRECTORY + k
      const name = { name: `file ${k} of ${i}`, record, parent: folder.record }
      files.push(name)
      const data = mapped({ type: DATA, runs: [[contents + k, 1]], size: 1000 + k })
      table.set(fileRecord([standardInformation(), named(name), data]), k * RECORD)
    }
    await put(tableRest, table, (directories + i * PER_DIRECTORY) * RECORD)
    const attributes = [standardInformation(), named(folder), ...(await directory(files))]
    await put(tableRest, fileRecord(attributes, { flags: 3 }), i * RECORD)
  }
  await file.close()
}
