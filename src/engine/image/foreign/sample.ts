/** The bytes by which a file is told that is no VHDX, and what can be asked of them. */

/** `undefined` reads as a byte that is not there: whoever looks behind the end finds nothing. */
export class Sample {
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Whether these characters are there, one for each byte. */
  has(at: number, text: string): boolean {
    for (let i = 0; i < text.length; i++) {
      if (this.#bytes[at + i] !== text.charCodeAt(i)) return false
    }
    return true
  }

  byte(at: number): number {
    return this.#bytes[at] ?? 0
  }

  /** Little-endian. */
  u32(at: number): number {
    return (
      (this.byte(at) | (this.byte(at + 1) << 8) | (this.byte(at + 2) << 16)) +
      this.byte(at + 3) * 2 ** 24
    )
  }

  /** Big-endian. */
  be32(at: number): number {
    return (
      this.byte(at) * 2 ** 24 +
      ((this.byte(at + 1) << 16) | (this.byte(at + 2) << 8) | this.byte(at + 3))
    )
  }

  /** One character for each byte; fewer where the file ends. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.#bytes.subarray(at, at + length))
  }

  part(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(at, at + length)
  }
}
