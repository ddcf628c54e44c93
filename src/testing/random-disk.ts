/** Images that qemu-img and qemu-io make by chance. */
import fc from 'fast-check'
import { qemuImg, qemuIo } from './qemu.ts'

const KIB = 1024
const MIB = 1024 * KIB

export interface RandomDisk {
  readonly kind: 'dynamic' | 'fixed'
  readonly blockMiB: number
  /** In sectors of 512 bytes. */
  readonly sectors: number
  readonly writes: readonly RandomWrite[]
}

interface RandomWrite {
  readonly kind: 'data' | 'zeros'
  /** From 0 to 1: how far into the disk. */
  readonly at: number
  readonly sectors: number
  readonly pattern: number
}

const write: fc.Arbitrary<RandomWrite> = fc.record({
  kind: fc.constantFrom('data', 'data', 'data', 'zeros'),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  sectors: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 8192 })),
  pattern: fc.integer({ min: 1, max: 255 }),
})

/** Dynamic ones of up to 600 MiB; fixed ones, which QEMU writes in full, of up to 24. */
export const randomDisk: fc.Arbitrary<RandomDisk> = fc
  .constantFrom('dynamic' as const, 'dynamic' as const, 'fixed' as const)
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      blockMiB: fc.integer({ min: 0, max: kind === 'fixed' ? 4 : 8 }).map((power) => 2 ** power),
      sectors: fc
        .integer({ min: 1, max: (kind === 'fixed' ? 24 : 600) * 2048 })
        .map((sectors) => Math.ceil(sectors / 2048) * 2048),
      writes: fc.array(write, { maxLength: 5 }),
    }),
  )

export async function makeRandomDisk(path: string, disk: RandomDisk): Promise<void> {
  const size = disk.sectors * 512
  const options = `subformat=${disk.kind},block_size=${disk.blockMiB * MIB}`
  await succeed(qemuImg(['create', '-q', '-f', 'vhdx', '-o', options, path, String(size)]))
  for (const { kind, at, sectors, pattern } of disk.writes) {
    const first = Math.floor(at * disk.sectors)
    const length = Math.min(sectors, disk.sectors - first) * 512
    const fill = kind === 'data' ? `write -P ${pattern}` : 'write -z'
    await succeed(qemuIo(path, `${fill} ${first * 512} ${length}`))
  }
}

async function succeed(result: ReturnType<typeof qemuImg>): Promise<void> {
  const { status, stderr } = await result
  if (status !== 0) throw new Error(stderr)
}
