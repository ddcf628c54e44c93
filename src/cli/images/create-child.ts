/** An empty child of an image: `create --parent`. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import { chainFileOf } from '../../engine/disk/chain/inspected-file.ts'
import { linkPairs, type ParentPlace, parentProblem } from '../../engine/disk/chain/relink.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Failure } from '../failure.ts'
import { makeNewFile } from '../files/new-file.ts'
import { requireData } from '../files/open-source.ts'
import { placeOf } from '../files/parent-place.ts'
import { withImage } from '../files/read-image.ts'
import { isRefused, refuse } from '../files/refusal.ts'
import { writeSparse } from '../files/write-sparse.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { randomImageIds, Sources } from './make-image.ts'

export interface NewChild {
  readonly parent: string
  readonly out: string
  readonly blockSize: number
  readonly logLength: number
  readonly keepsId: boolean
}

/** Resolves with the exit status of a refusal where the parent cannot be one. */
export async function createChild(
  { parent: path, out, blockSize, logLength, keepsId }: NewChild,
  io: Io,
): Promise<number> {
  const sources = await Sources.of([path])
  const place = truthful(placeOf(path, out))
  return withImage(path, NIL_GUID, io, async (image) => {
    requireData(image, 'a child')
    if (isRefused(image)) return refuse(image, io)
    const parent = chainFileOf(path, image.inspected)
    const { geometry, metadata } = parent.image
    const dataWriteGuid = parent.headers.current?.values?.dataWriteGuid
    const problem =
      parentProblem(parent) ?? (geometry ? undefined : 'The parent has no disk that can be read.')
    if (problem !== undefined || geometry === undefined || dataWriteGuid === undefined) {
      io.err(`${printable(out)} is not written: ${problem}\n`)
      return STATUS_OF.refused
    }
    const virtualDiskId = keepsId ? metadata?.virtualDiskId : undefined
    if (keepsId && virtualDiskId === undefined) {
      throw new Failure(`${printable(path)} has no disk ID to keep.`)
    }
    const { virtualDiskSize, logicalSectorSize, physicalSectorSize } = geometry
    const child = buildImage({
      ...randomImageIds(),
      ...(virtualDiskId && { virtualDiskId }),
      virtualDiskSize,
      blockSize,
      logicalSectorSize,
      physicalSectorSize,
      kind: 'differencing',
      parent: { pairs: linkPairs(dataWriteGuid, place) },
      log: { length: logLength },
    })
    const fill = async (file: Parameters<typeof writeSparse>[0]): Promise<void> => {
      await writeSparse(file, child, io.signal)
      await file.flush()
      await sources.holdUnchanged()
    }
    const status = await makeNewFile(out, fill, io, { like: path })
    io.out(
      `${printable(out)}: an empty child of ${printable(path)}, with a disk of ${formatBytes(virtualDiskSize)}\n`,
    )
    return status
  })
}

/** Where the path of this machine is none of Windows, it says nothing to anybody. */
const truthful = (place: ParentPlace): ParentPlace =>
  process.platform === 'win32' ? place : { ...place, absolute: undefined }
