/** Goto on the virtual disk, from any screen. */
import { refused } from '../../engine/bytes/refused.ts'
import { errorInfo } from '../store/error-info.ts'
import type { GotoResult } from '../store/state.ts'
import { useAppStore } from '../store/use-app.ts'
import { readDiskGoto } from '../views/disk/disk-goto.ts'
import { shownDisk } from '../views/disk/shown-disk.ts'

/** Leads to the place that is typed, in the state that is shown; says why not. */
export function useDiskGoto(): (typed: string) => Promise<GotoResult> {
  const store = useAppStore()
  return async (typed) => {
    const { session, state: shows, diskSelection, call, selectDisk } = store.getState()
    const shown = session.status === 'open' ? shownDisk(session.inspection, shows) : undefined
    if (!shown) return refused('There is no disk that can be read.')
    const { state, compared, sizes, geometry } = shown
    try {
      const disk = {
        size: compared ? Math.max(sizes.before, sizes.after) : sizes[state],
        sectorSize: geometry.logicalSectorSize,
        blockSize: geometry.blockSize,
        // Only a partition by its number needs to know them.
        volumes: /part/i.test(typed)
          ? ((await call('disk.volumes', {}))[state]?.volumes ?? [])
          : [],
      }
      const place = readDiskGoto(typed, disk, diskSelection?.offset ?? 0)
      if (place.ok) selectDisk({ offset: place.offset, length: 1 }, { reveal: true })
      return place
    } catch (thrown) {
      return refused(errorInfo(thrown).message)
    }
  }
}
