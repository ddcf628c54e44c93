/** What util-linux says about a raw disk: a second opinion on partitions and file systems. */
import { execFileSync } from 'node:child_process'

const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` }

type Pairs = Readonly<Record<string, string>>

/** What the tool prints; `undefined` where it fails, or finds nothing and so ends with a failure. */
function output(tool: string, args: readonly string[]): Buffer | undefined {
  try {
    return execFileSync(tool, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
}

export const hasBlockTool = (tool: 'blkid' | 'partx' | 'mke2fs' | 'mkswap'): boolean =>
  output(tool, ['-V']) !== undefined

/** Some bytes stand there as they are, others as "\x20". */
const unescaped = (latin1: string): string =>
  Buffer.from(
    latin1.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  ).toString()

/** What blkid finds in [offset, offset + length) of a file. */
export function blkid(file: string, offset: number, length: number): Pairs {
  const range = ['-O', String(offset), '-S', String(length)]
  const found = output('blkid', ['-p', '-o', 'udev', ...range, file])
  const lines = found?.toString('latin1').trim().split('\n') ?? []
  return Object.fromEntries(
    lines.map((line) => {
      const [key = '', value = ''] = line.split(/=(.*)/s)
      return [key, unescaped(value)]
    }),
  )
}

/** In bytes; names as they stand in the table. */
export interface ToolPartition {
  readonly number: number
  readonly offset: number
  readonly length: number
  readonly type: string
  readonly name: string
}

/** The partitions of a raw disk as partx lists them, which takes a sector to have 512 bytes unless it is told. */
export function partx(file: string, sectorSize = 512): readonly ToolPartition[] {
  const args = ['-o', 'NR,START,SECTORS,TYPE,NAME', '-P', '-S', String(sectorSize), file]
  const lines = output('partx', args)?.toString().trim().split('\n') ?? []
  return lines.map((line) => {
    const pairs = Object.fromEntries(
      [...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
    )
    return {
      number: Number(pairs['NR']),
      // It counts in sectors of 512 bytes, whatever those of the disk have.
      offset: Number(pairs['START']) * 512,
      length: Number(pairs['SECTORS']) * 512,
      type: pairs['TYPE'] ?? '',
      name: pairs['NAME'] ?? '',
    }
  })
}

/** Puts a file system into a new or existing file. */
export function makeFileSystem(tool: 'mke2fs' | 'mkswap', args: readonly string[]): void {
  execFileSync(tool, [...args], { env, stdio: 'ignore' })
}
