/** The sample images as files, so that they are read, saved and downloaded as any other. */
import { endOf } from '../engine/bytes/byte-source.ts'
import type { SampleId } from '../engine/compose/sample-id.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { blobOfParts, type CopyPart } from './copy-parts.ts'

export function sampleBlob(id: SampleId): Blob {
  const { source } = buildSample(id)
  const parts: CopyPart[] = []
  let offset = 0
  const addZeros = (end: number): void => {
    if (end > offset) parts.push({ kind: 'zeros', offset, length: end - offset })
    offset = end
  }
  for (const extent of source.extents()) {
    addZeros(extent.offset)
    const bytes = source.take(extent.offset, extent.length) as Uint8Array<ArrayBuffer>
    parts.push({ kind: 'bytes', offset, blob: new Blob([bytes]) })
    offset = endOf(extent)
  }
  addZeros(source.size)
  return blobOfParts(parts)
}
