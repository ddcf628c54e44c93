/** The way through the changes of a replay: the one the selection is in, and steps and keys to others. */
import { useEffect, useEffectEvent, useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatHex, plural } from '../../../engine/bytes/format.ts'
import { endOf } from '../../../engine/bytes/ranges.ts'
import type { Change } from '../../../engine/changes/change.ts'
import { useHotkeys } from '../../keys/use-hotkeys.ts'
import { errorInfo } from '../../store/error-info.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { changeAt, placesWindow, type Step, stepChange, stepPlace } from './changed-places.ts'
import { type PlaceReader, type Places, readPlaces } from './read-places.ts'

export interface ChangeWalk {
  /** The change that is selected, and its index. */
  readonly current: Change | undefined
  readonly index: number | undefined
  /** All its changed places, where they are known and it is not too long to know them all. */
  readonly places: readonly ByteRange[] | undefined
  readonly choose: (index: number) => void
  readonly step: (step: Step) => void
}

export function useChangeWalk(changes: readonly Change[], reader: PlaceReader): ChangeWalk {
  const { select, announce } = useActions()
  const selection = useApp((app) => app.selection)
  const [known, setKnown] = useState<Places>()
  const index = selection && changeAt(changes, selection.offset)
  const current = index === undefined ? undefined : changes[index]
  const here = current && known?.change === current ? known : undefined

  /** Selects the first or the last place of a change. */
  const enter = async (change: Change, at: 'first' | 'last') => {
    const found =
      at === 'first'
        ? await readPlaces(reader, change, change.offset, 'on')
        : await readPlaces(reader, change, endOf(change) - 1, 'back')
    setKnown(found)
    const place = at === 'first' ? found?.places[0] : found?.places.at(-1)
    select(place ?? { offset: change.offset, length: 1 })
    announce(`Change ${changes.indexOf(change) + 1} of ${changes.length}: ${change.summary}`, true)
  }

  /** Steps on in the change that the selection is in; says whether there was a place. */
  const stepInside = async (change: Change, from: number, way: Step): Promise<boolean> => {
    const back = way === 'previous'
    const direction = back ? 'back' : 'on'
    let found = await readPlaces(reader, change, from, direction)
    let place = found && stepPlace(found.places, from, way)
    if (found && !place) {
      const { window } = found
      const beyond = back ? window.offset - 1 : endOf(window)
      found = await readPlaces(reader, change, beyond, direction)
      place = found && stepPlace(found.places, from, way)
    }
    if (!place) return false
    setKnown(found)
    select(place)
    announce(`${formatHex(place.offset)}, ${plural(place.length, 'byte')}`, true)
    return true
  }

  const step = async (way: Step) => {
    const from = selection?.offset ?? -1
    if (current && (await stepInside(current, from, way))) return
    const next = changes[stepChange(changes, current?.offset ?? from, way) ?? -1]
    if (next) await enter(next, way === 'previous' ? 'last' : 'first')
    else announce(way === 'previous' ? 'This was the first change.' : 'This was the last change.')
  }

  const attempt = (work: Promise<void>) => {
    work.catch((thrown: unknown) => announce(errorInfo(thrown).message))
  }
  const begin = useEffectEvent(() => {
    const first = changes[0]
    if (current && !here && selection) {
      attempt(readPlaces(reader, current, selection.offset, 'on').then(setKnown))
    } else if (!current && !known && first) attempt(enter(first, 'first'))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins again where another change is selected
  useEffect(() => begin(), [current])

  const take = (way: Step) => attempt(step(way))
  useHotkeys({
    nextChange: () => take('next'),
    previousChange: () => take('previous'),
    nextChangedSector: () => take('next-sector'),
  })

  const fits = current && placesWindow(current, current.offset).length === current.length
  return {
    current,
    index,
    places: fits ? here?.places : undefined,
    choose: (chosen) => {
      const change = changes[chosen]
      if (change) attempt(enter(change, 'first'))
    },
    step: take,
  }
}
