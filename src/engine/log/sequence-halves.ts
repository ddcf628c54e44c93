/** A SequenceNumber in two halves: as data sectors hold it (§2.3.1.4), and quick to compare. */

export interface SequenceHalves {
  readonly high: number
  readonly low: number
}

export const halvesOf = (sequenceNumber: bigint): SequenceHalves => ({
  high: Number(sequenceNumber >> 32n),
  low: Number(sequenceNumber & 0xffff_ffffn),
})

export const fromHalves = ({ high, low }: SequenceHalves): bigint =>
  (BigInt(high) << 32n) | BigInt(low)
