/** Keys that move from structure to structure and from a field to what contains it. */
import type { KeyboardEvent } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { endOf } from '../../../engine/bytes/ranges.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import type { Place } from '../../../engine/places/place.ts'
import { findShortcut, isSingleKey } from '../../keys/shortcuts.ts'
import { singleKeysAllowed } from '../../keys/single-keys.ts'
import { parentOf, structureOf } from '../../shared/place.ts'
import { errorInfo } from '../../store/error-info.ts'
import { useActions, useApp } from '../../store/use-app.ts'

interface StructureKeys {
  readonly state: State
  readonly place: Place | undefined
  /** Of the file in this state. */
  readonly size: number
}

export function useStructureKeys({ state, place, size }: StructureKeys) {
  const { call, select, announce } = useActions()
  const upTo = useApp((app) => (state === 'after' ? app.upTo : undefined))
  const selection = useApp((app) => app.selection)
  const here: ByteRange = selection ?? { offset: 0, length: 1 }

  /** Selects the first byte of the structure that the byte at `offset` belongs to. */
  const enter = async (offset: number) => {
    if (offset < 0 || offset >= size) {
      announce(offset < 0 ? 'This is the first structure.' : 'This is the last structure.')
      return
    }
    try {
      const there = await call('space.locate', { state, upTo, offset })
      select({ offset: structureOf(there)?.offset ?? offset, length: 1 })
      announce(there.path.map(({ name }) => name).join(', '), true)
    } catch (thrown) {
      announce(errorInfo(thrown).message)
    }
  }

  return (event: KeyboardEvent) => {
    if (event.defaultPrevented || (isSingleKey(event) && !singleKeysAllowed())) return
    const structure = structureOf(place)
    switch (findShortcut(event, ['previousStructure', 'nextStructure', 'parentStructure'])) {
      case 'nextStructure':
        if (structure) void enter(endOf(structure))
        break
      case 'previousStructure':
        if (structure && structure.offset < here.offset) void enter(structure.offset)
        else void enter((structure?.offset ?? here.offset) - 1)
        break
      case 'parentStructure': {
        const parent = parentOf(place, here)
        if (parent) select(parent)
        break
      }
      case undefined:
        return
    }
    event.preventDefault()
  }
}
