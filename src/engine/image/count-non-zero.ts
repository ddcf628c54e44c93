/** Counts the bytes that a reserved field should not have. */
export function countNonZero(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte !== 0) count++
  return count
}
