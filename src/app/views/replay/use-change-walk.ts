/** The way through the changes of a replay: which one the selection is in, and the steps to the others. */
import { useEffect, useEffectEvent, useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import type { Change } from '../../../engine/inspect/inspection.ts'
import { MAX_PAGE_BYTES } from '../../../worker/protocol.ts'
import { useApp } from '../../hooks/use-app.ts'
import { errorInfo } from '../../store/error-info.ts'
import { changeAt, changedPlaces, type Step, stepChange, stepPlace } from './changed-places.ts'

export interface ChangeWalk {
  /** Of the change that is selected. */
  readonly index: number | undefined
  /** Its changed places; `undefined` until they are known. */
  readonly places: readonly ByteRange[] | undefined
  readonly choose: (index: number) => void
  readonly step: (step: Step) => void
}

interface Known {
  readonly change: Change
  readonly places: readonly ByteRange[]
}

export function useChangeWalk(changes: readonly Change[], upTo: number | undefined): ChangeWalk {
  const call = useApp((app) => app.call)
  const select = useApp((app) => app.select)
  const selection = useApp((app) => app.selection)
  const announce = useApp((app) => app.announce)
  const [known, setKnown] = useState<Known>()
  const index = selection && changeAt(changes, selection.offset)
  const current = index === undefined ? undefined : changes[index]
  const places = current && known?.change === current ? known.places : undefined

  /** At most the first MiB of a change is compared: enough to show where it begins. */
  const placesOf = async (change: Change): Promise<readonly ByteRange[]> => {
    const { offset } = change
    const length = Math.min(change.length, MAX_PAGE_BYTES)
    const whole = { offset, length: Math.min(length, 16) }
    if (!change.compared) return [whole]
    const [before, after] = await Promise.all([
      call('readBytes', { state: 'before', offset, length }),
      call('readBytes', { state: 'after', upTo, offset, length }),
    ])
    const found = changedPlaces(change, before, after)
    return found.length > 0 ? found : [whole]
  }

  const enter = async (change: Change | undefined, at: 'first' | 'last') => {
    if (!change) {
      announce(at === 'first' ? 'This was the last change.' : 'This was the first change.')
      return
    }
    try {
      const found = await placesOf(change)
      setKnown({ change, places: found })
      const place = at === 'first' ? found[0] : found.at(-1)
      if (place) select(place)
      announce(`Change ${changes.indexOf(change) + 1} of ${changes.length}: ${change.summary}`)
    } catch (thrown) {
      announce(errorInfo(thrown).message)
    }
  }

  const step = (way: Step) => {
    const from = selection?.offset ?? -1
    const place = places && stepPlace(places, from, way)
    if (place) {
      select(place)
      return
    }
    const edge = current ? (way === 'previous' ? current.offset : current.offset) : from
    const next = stepChange(changes, edge, way)
    void enter(
      next === undefined ? undefined : changes[next],
      way === 'previous' ? 'last' : 'first',
    )
  }

  const begin = useEffectEvent(() => {
    if (current) {
      if (!places) {
        placesOf(current).then(
          (found) => setKnown({ change: current, places: found }),
          (thrown: unknown) => announce(errorInfo(thrown).message),
        )
      }
    } else if (!known && changes[0]) void enter(changes[0], 'first')
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins again where another change is selected
  useEffect(() => begin(), [current])

  return {
    index,
    places,
    choose: (chosen) => void enter(changes[chosen], 'first'),
    step,
  }
}
