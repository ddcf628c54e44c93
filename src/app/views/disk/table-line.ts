/** What the disk is divided by, in a sentence. */
import type { Volumes } from '../../../engine/volumes/read-volumes.ts'
import type { VolumesOfStates } from '../../../worker/protocol/disk.ts'

const TABLES = {
  gpt: 'a GUID partition table (GPT)',
  mbr: 'a master boot record (MBR)',
  hybrid: 'a GPT and a master boot record that names partitions of its own (hybrid)',
} as const

function nameOf(volumes: Volumes | undefined): string {
  if (volumes === undefined) return 'nothing that can be read'
  if (volumes.table !== 'none') return TABLES[volumes.table]
  const { fileSystem } = volumes
  if (fileSystem === undefined) return 'no partition table, and no file system that is known'
  const label = fileSystem.label === undefined ? '' : ` “${fileSystem.label}”`
  return `no partition table: the whole disk is ${fileSystem.kind}${label}`
}

export function tableLine({ before, after }: VolumesOfStates): string {
  const [earlier, later] = [nameOf(before), nameOf(after)]
  if (after === undefined || earlier === later) return `The disk has ${earlier}.`
  return `On disk: ${earlier}. After the replay: ${later}.`
}
