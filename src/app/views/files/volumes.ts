/** The volumes of the guest, in the states that are shown, and what each is called. */
import { formatBytes } from '../../../engine/bytes/format.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import type { FilesVolume, FilesVolumes } from '../../../worker/protocol/files.ts'

export type VolumesIn = Partial<Readonly<Record<State, FilesVolumes | undefined>>>

/** Of two states the later one, where it has the volume. In order of place. */
export function shownVolumes({ before, after }: VolumesIn): readonly FilesVolume[] {
  const later = after?.volumes ?? []
  const known = new Set(later.map(({ place }) => place))
  return [...later, ...(before?.volumes ?? []).filter(({ place }) => !known.has(place))].toSorted(
    (a, b) => a.place - b.place,
  )
}

/** "Partition 1", "Disk" where it is not divided, or "Lost volume". */
export const volumeName = ({ partition, isLost }: FilesVolume): string =>
  partition ? `Partition ${partition.number}` : isLost ? 'Lost volume' : 'Disk'

/** "ext4, 20 GiB". */
export const volumeFacts = ({ fileSystem, partition, size, isLost }: FilesVolume): string =>
  [
    fileSystem?.kind ?? partition?.typeName ?? partition?.type,
    formatBytes(size),
    ...(isLost ? ['in no partition table'] : []),
  ]
    .filter((fact) => fact !== undefined)
    .join(', ')

/** What the user has called it. */
export const volumeLabel = ({ fileSystem, partition }: FilesVolume): string | undefined =>
  fileSystem?.label || partition?.name || undefined
