/** A SequenceNumber in two halves: as data sectors hold it (§2.3.1.4), and quick to compare. */

export interface SequenceHalves {
  readonly high: number
  readonly low: number
}

/** Those of the 64-bit number `at` bytes into `view`. */
export const halvesAt = (view: DataView, at: number): SequenceHalves => ({
  high: view.getUint32(at + 4, true),
  low: view.getUint32(at, true),
})

export const fromHalves = ({ high, low }: SequenceHalves): bigint =>
  (BigInt(high) << 32n) | BigInt(low)
