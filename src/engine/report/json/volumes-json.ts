/** Partitions and file systems as they stand in the report. */
import type { Volumes } from '../../volumes/read-volumes.ts'
import type { Report } from './report-schema.ts'

export const volumesJson = ({
  table,
  volumes,
  fileSystem,
  problems,
}: Volumes): NonNullable<Report['volumes']> => ({
  table,
  partitions: volumes.map(({ partition, fileSystem: held }) => {
    const { number, at, type, typeName, name } = partition
    return {
      number,
      offset: at.offset.toString(),
      length: at.length.toString(),
      type,
      ...(typeName !== undefined && { typeName }),
      ...(name !== undefined && { name }),
      fileSystem: held ?? null,
    }
  }),
  fileSystem: fileSystem ?? null,
  problems,
})
