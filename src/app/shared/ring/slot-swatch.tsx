/** A small sample of a kind of log slot, for legends, and with its name. */

import { useId } from 'react'
import type { SlotKind } from '../../../engine/log/log.ts'
import { SlotBox, SlotPatterns } from './slot-fill.tsx'
import { SLOT_NAMES } from './slot-words.ts'

export function SlotSwatch({ kind }: { readonly kind: SlotKind }) {
  const id = useId()
  return (
    <svg className="swatch" viewBox="0 0 16 16" aria-hidden="true">
      <SlotPatterns id={id} kinds={[kind]} />
      <SlotBox kind={kind} patterns={id} x={0} y={0} width={16} height={16} />
    </svg>
  )
}

export const SlotName = ({ kind }: { readonly kind: SlotKind }) => (
  <span className="line tight">
    <SlotSwatch kind={kind} />
    {SLOT_NAMES[kind]}
  </span>
)
