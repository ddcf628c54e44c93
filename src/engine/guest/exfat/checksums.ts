/** What an exFAT keeps of its structures so that it sees when they are damaged: sums that are turned by a bit each time. */

/** What each character of 16 bits is as a capital letter. */
export type UpcaseTable = Uint16Array

const turned16 = (sum: number): number => ((sum & 1) << 15) | (sum >> 1)

/** Of all entries of a set, but for the field that has it (section 6.3.3 of Microsoft's specification). */
export function setChecksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at++) {
    if (at === 2 || at === 3) continue
    sum = (turned16(sum) + (bytes[at] ?? 0)) & 0xffff
  }
  return sum
}

/** Of a name in capital letters (section 7.6.4). */
export function nameHash(units: readonly number[], upcase: UpcaseTable): number {
  let sum = 0
  for (const unit of units) {
    const capital = upcase[unit] ?? unit
    sum = (turned16(sum) + (capital & 0xff)) & 0xffff
    sum = (turned16(sum) + (capital >> 8)) & 0xffff
  }
  return sum
}

/** Of the table of capital letters (section 7.2.2), and of the boot region. */
export function tableChecksum(bytes: Uint8Array, skipped: readonly number[] = []): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at++) {
    if (skipped.length > 0 && skipped.includes(at)) continue
    sum = (((sum << 31) | (sum >>> 1)) + (bytes[at] ?? 0)) >>> 0
  }
  return sum
}
