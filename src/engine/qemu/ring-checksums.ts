/** Checksums of any entries of a log, over each other too: the log is hashed once, however many they are. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { crc32c } from '../bytes/hash/crc32c.ts'
import { combineCrc32c } from '../bytes/hash/crc32c-combine.ts'
import { takeTurn } from '../bytes/pace.ts'
import { CHECKSUM_OFFSET } from '../format/checksum.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import type { LogRegion } from '../log/log.ts'
import { placeOf } from '../log/ring.ts'

export class RingChecksums {
  readonly #source: ByteSource
  readonly #region: LogRegion
  /** Of the log from its start up to each sector. */
  readonly #upTo: Uint32Array

  private constructor(source: ByteSource, region: LogRegion, upTo: Uint32Array) {
    this.#source = source
    this.#region = region
    this.#upTo = upTo
  }

  static async read(source: ByteSource, region: LogRegion, run?: Run): Promise<RingChecksums> {
    const upTo = new Uint32Array(region.length / LOG_SECTOR_SIZE + 1)
    let sector = 0
    for (let start = 0; start < region.length; start += MIB) {
      await takeTurn(run)
      const bytes = await source.read(placeOf(region, start), Math.min(MIB, region.length - start))
      for (let at = 0; at < bytes.length; at += LOG_SECTOR_SIZE, sector++) {
        const crc = crc32c(bytes.subarray(at, at + LOG_SECTOR_SIZE))
        upTo[sector + 1] = combineCrc32c(upTo[sector] ?? 0, crc, LOG_SECTOR_SIZE)
      }
    }
    return new RingChecksums(source, region, upTo)
  }

  /** As an entry of `length` bytes at `position` has to have it: with its own field taken as zero. */
  async ofEntry(position: number, length: number): Promise<number> {
    const first = await this.#source.read(placeOf(this.#region, position), LOG_SECTOR_SIZE)
    first.fill(0, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 4)
    const from = position + LOG_SECTOR_SIZE
    const [end, rest] = [Math.min(position + length, this.#region.length), length - LOG_SECTOR_SIZE]
    const beforeEnd = Math.max(0, end - from)
    const whole = combineCrc32c(crc32c(first), this.#between(from, from + beforeEnd), beforeEnd)
    return combineCrc32c(whole, this.#between(0, rest - beforeEnd), rest - beforeEnd)
  }

  /** Of bytes [from, to) of the log. */
  #between(from: number, to: number): number {
    if (from === to) return 0
    const [before, whole] = [
      this.#upTo[from / LOG_SECTOR_SIZE] ?? 0,
      this.#upTo[to / LOG_SECTOR_SIZE] ?? 0,
    ]
    return (combineCrc32c(before, 0, to - from) ^ whole) >>> 0
  }
}
