/** Makes a whole VHDX from a description: for the samples, for tests, and for making new disks. */
import { endOf } from '../bytes/ranges.ts'
import { arrange } from './arrange.ts'
import { composeBlocks } from './compose-bat.ts'
import { composeHeaderSection } from './compose-header-section.ts'
import { composeLog, logGuidOf } from './compose-log.ts'
import { composeMetadata } from './compose-metadata.ts'
import type { ImageDescription } from './description.ts'
import { SparseFile } from './sparse-file.ts'

/**
 * The image that `description` tells of, the same every time. Nothing is checked: a description may
 * contradict itself, as hostile files do.
 */
export function buildImage(description: ImageDescription): SparseFile {
  const file = new SparseFile()
  const place = arrange(description)
  composeHeaderSection(file, place, description, logGuidOf(description.log))
  composeMetadata(file, place.metadata.offset, description)
  file.setSize(Math.max(endOf(place.bat), endOf(place.log)))
  composeBlocks(file, place, description)
  const { fileSize = file.size } = description
  file.setSize(Math.max(file.size, fileSize))
  const ground = {
    ...place,
    fileSize: file.size,
    take: (offset: number, length: number) => file.take(offset, length),
  }
  for (const { offset, bytes } of composeLog(ground, description.log)) file.put(offset, bytes)
  for (const { at, bytes } of description.patches ?? []) file.put(at, bytes)
  file.setSize(fileSize)
  return file
}
