/** qemu-img, qemu-io and vhdiinfo as second opinions, in temporary folders and with time limits. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'

export const hasTool = (tool: string, versionFlag = '--version'): boolean => {
  try {
    execFileSync(tool, [versionFlag], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export const qemuAvailable = hasTool('qemu-img') && hasTool('qemu-io')

/** libvhdi's reader, which opens differencing disks too. It ignores the log. */
export const vhdiAvailable = hasTool('vhdiinfo', '-V')

/** Milliseconds for a test: programs are slow to start where many tests run at once. */
const TEST_LIMIT = 60_000

/** `describe` for tests that need QEMU; `qemu.test.ts` says so once when they are skipped. */
export function describeWithQemu(name: string, body: () => void): void {
  describe.skipIf(!qemuAvailable)(name, { timeout: TEST_LIMIT }, body)
}

export interface ToolResult {
  /** `undefined` when the tool was stopped because it took too long. */
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs a tool to its end, whatever that is; stops it after `limit` milliseconds. */
export const runTool = (
  tool: string,
  args: readonly string[],
  limit = 20_000,
): Promise<ToolResult> =>
  new Promise((resolve) => {
    const options = { timeout: limit, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const
    execFile(tool, args, options, (error, stdout, stderr) => {
      const failed = typeof error?.code === 'number' ? error.code : 1
      resolve({ status: error?.killed ? undefined : error ? failed : 0, stdout, stderr })
    })
  })

export const qemuImg = (args: readonly string[], limit?: number): Promise<ToolResult> =>
  runTool('qemu-img', args, limit)

/** One command of qemu-io on a VHDX. Reading with a pattern fails where the bytes are others. */
export const qemuIo = (path: string, command: string): Promise<ToolResult> =>
  runTool('qemu-io', ['-f', 'vhdx', '-c', command, path])

/** Gives `use` a folder that is gone afterwards. */
export async function inTempDir<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'vhdx-inspector-'))
  try {
    return await use(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
