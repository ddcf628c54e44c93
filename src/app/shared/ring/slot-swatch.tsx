/** A small sample of a kind of log slot, for legends. */
import { useId } from 'react'
import type { SlotKind } from '../../../engine/log/log.ts'
import { SlotBox, SlotPatterns } from './slot-fill.tsx'

export function SlotSwatch({ kind }: { readonly kind: SlotKind }) {
  const id = useId()
  return (
    <svg className="swatch" viewBox="0 0 16 16" aria-hidden="true">
      <SlotPatterns id={id} kinds={[kind]} />
      <SlotBox kind={kind} patterns={id} x={0} y={0} width={16} height={16} />
    </svg>
  )
}
