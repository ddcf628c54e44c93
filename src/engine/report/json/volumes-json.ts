/** Partitions and file systems as they stand in the report. */
import type { FileSystem } from '../../guest/volumes/file-system.ts'
import type { Volumes } from '../../guest/volumes/read-volumes.ts'
import type { Report } from './report-schema.ts'

export const volumesJson = ({
  table,
  volumes,
  fileSystem,
  problems,
}: Volumes): NonNullable<Report['volumes']> => ({
  table,
  partitions: volumes.map(({ partition, fileSystem: held }) => {
    const { number, at, type, typeName, name, id } = partition
    return {
      number,
      offset: at.offset.toString(),
      length: at.length.toString(),
      type,
      ...(typeName !== undefined && { typeName }),
      ...(name !== undefined && { name }),
      ...(id !== undefined && { id }),
      fileSystem: held ? fileSystemJson(held) : null,
    }
  }),
  fileSystem: fileSystem ? fileSystemJson(fileSystem) : null,
  problems,
})

const fileSystemJson = ({ size, ...told }: FileSystem) => ({
  ...told,
  ...(size !== undefined && { size: size.toString() }),
})
