/** A disk of which every block is there and full of noise, which no zero run makes easier. */
import { randomFillSync } from 'node:crypto'
import { NodeFile } from '../../src/cli/files/node-file.ts'
import { buildImage } from '../../src/engine/compose/build-image.ts'
import { MIB } from '../../src/engine/format/layout.ts'
import { writeImage } from '../../src/testing/write-image.ts'

const BLOCK_SIZE = 32 * MIB

export interface DenseDisk {
  readonly path: string
  /** Where in the file the disk begins: its blocks are in order. */
  readonly offset: number
  /** Of the disk, in bytes. */
  readonly length: number
}

/** Makes it, of `length` bytes, in whole blocks of 32 MiB. */
export async function writeDenseDisk(path: string, length: number): Promise<DenseDisk> {
  const blocks = Array.from({ length: length / BLOCK_SIZE }, (_, block) => ({ block }))
  await writeImage(path, buildImage({ virtualDiskSize: length, blockSize: BLOCK_SIZE, blocks }))
  const file = await NodeFile.open(path, 'r+')
  try {
    const offset = file.size - length
    const noise = randomFillSync(new Uint8Array(BLOCK_SIZE))
    for (let at = 0; at < length; at += BLOCK_SIZE) await file.write(offset + at, noise)
    // Else the first copy would pay for it.
    await file.flush()
    return { path, offset, length }
  } finally {
    await file.close()
  }
}
