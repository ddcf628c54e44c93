/** Hex digits that are typed over bytes: each changes half a byte, and the caret goes on behind the second. */
import { useState } from 'react'
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { useActions } from '../store/use-app.ts'

interface HexTyping {
  /** What is typed over: from its first byte on. */
  readonly range: ByteRange
  /** `undefined` where it is not read yet. */
  readonly byteAt: (offset: number) => number | undefined
  readonly moveTo: (offset: number) => void
}

/** The digit that a key stands for. */
export const hexDigit = (key: string): number | undefined =>
  /^[0-9a-f]$/i.test(key) ? Number.parseInt(key, 16) : undefined

export function useHexTyping({ range, byteAt, moveTo }: HexTyping): (digit: number) => void {
  const { addEdit } = useActions()
  const [half, setHalf] = useState<{ readonly at: number; readonly high: number }>()
  const put = (offset: number, value: number) =>
    addEdit({ kind: 'bytes', offset, bytes: Uint8Array.of(value) })
  return (digit) => {
    const { offset, length } = range
    if (half && half.at === offset && length === 1) {
      put(offset, half.high + digit)
      setHalf(undefined)
      moveTo(offset + 1)
      return
    }
    const old = byteAt(offset)
    if (old === undefined) return
    put(offset, digit * 16 + (old % 16))
    setHalf({ at: offset, high: digit * 16 })
    moveTo(offset)
  }
}
