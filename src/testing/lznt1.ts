/** A plain packer of LZNT1, without a look at what unpacks it: every chunk by the longest copies, or as it is. */

const CHUNK = 4096

export function packLznt1(bytes: Uint8Array): Uint8Array {
  const packed: number[] = []
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK)
    const tokens = packChunk(chunk)
    const isPacked = tokens.length < CHUNK
    const content = isPacked ? tokens : [...chunk, ...new Array(CHUNK - chunk.length).fill(0)]
    const header = (isPacked ? 0xb000 : 0x3000) | (content.length - 1)
    packed.push(header & 0xff, header >> 8, ...content)
  }
  return Uint8Array.from(packed)
}

function packChunk(chunk: Uint8Array): number[] {
  const packed: number[] = []
  for (let at = 0; at < chunk.length; ) {
    const flagsAt = packed.push(0) - 1
    for (let bit = 0; bit < 8 && at < chunk.length; bit++) {
      // As many bits for the distance as the place needs: 4 for the first 16 bytes, 12 from 2049 on.
      let distanceBits = 4
      while (2 ** distanceBits < at) distanceBits++
      const longest = 2 ** (16 - distanceBits) + 2
      const { back, length } = longestCopy(chunk, at, longest)
      if (length < 3) packed.push(chunk[at++] ?? 0)
      else {
        const pair = ((back - 1) << (16 - distanceBits)) | (length - 3)
        packed[flagsAt] = (packed[flagsAt] ?? 0) | (1 << bit)
        packed.push(pair & 0xff, pair >> 8)
        at += length
      }
    }
  }
  return packed
}

function longestCopy(chunk: Uint8Array, at: number, longest: number) {
  let best = { back: 0, length: 0 }
  for (let back = 1; back <= Math.min(at, 64); back++) {
    let length = 0
    while (length < longest && at + length < chunk.length) {
      if (chunk[at + length] !== chunk[at + length - back]) break
      length++
    }
    if (length > best.length) best = { back, length }
  }
  return best
}
