/** A partition table that was written for another disk than the one that it is on. */
import { formatBytes, formatHex } from '../../bytes/format.ts'
import type { GuestLook } from '../../disk/guest-look.ts'
import { type GptMisfit, misfitWords } from '../../guest/volumes/gpt-words.ts'
import type { Diagnosis } from '../verdict.ts'

/** A disk that has grown is as it should be, and its guest moves the copy; one that has shrunk is not. */
export function tableMoved({ volumes: { misfits = [] } }: GuestLook): Diagnosis | undefined {
  if (misfits.length === 0) return undefined
  const isSlight = misfits.every(({ kind }) => kind === 'second-elsewhere')
  return {
    id: 'guest-table-moved',
    certainty: 'proven',
    condition: isSlight ? 'sound' : 'degraded',
    sentences: [
      isSlight
        ? 'The disk has probably grown since its partition table was written.'
        : 'The partition table is that of another disk.',
      ...misfits.map(misfitWords),
      ...misfits.map(misfitAdvice),
    ],
    explains: ['volume.table-moved'],
    ways: isSlight ? ['findings'] : ['export', 'findings'],
  }
}

function misfitAdvice(misfit: GptMisfit): string {
  switch (misfit.kind) {
    case 'sector-size':
      return `An export has no sectors of its own: on Linux “losetup --sector-size ${misfit.written} -P -f --show OUT” reads it as its table was written; on Windows, a VHDX with sectors of ${formatBytes(misfit.written)} takes its bytes.`
    case 'second-elsewhere':
      return `The copy is at ${formatHex(misfit.second)}. In the guest or in an export, “sgdisk -e DISK” puts it into the last sector; nothing needs it there before somebody wants the new room.`
    case 'second-beyond':
      return `The disk had ${formatBytes(misfit.diskSize)}. Make a copy that large, on Windows with “Resize-VHD COPY -SizeBytes ${misfit.diskSize}”, on Linux an export with “truncate -s ${misfit.diskSize} OUT”; what was behind the end is not in this image.`
  }
}
