/** What the disk is divided into, in the report: `volumes`. */
import * as v from 'valibot'
import { about, count, u64 } from './report-values.ts'

const fileSystem = v.object({
  kind: v.string(),
  label: v.exactOptional(v.string()),
  id: v.exactOptional(v.string()),
})

export const volumes = about(
  v.object({
    table: v.picklist(['none', 'mbr', 'gpt', 'hybrid']),
    partitions: v.array(
      v.object({
        number: count,
        offset: u64,
        length: u64,
        type: v.string(),
        typeName: v.exactOptional(v.string()),
        name: v.exactOptional(v.string()),
        fileSystem: v.nullable(fileSystem),
      }),
    ),
    fileSystem: about(v.nullable(fileSystem), 'Of a disk that is not divided.'),
    problems: v.array(v.string()),
  }),
  'Partitions and file systems of the virtual disk, after the replay where there is one. Only their first sectors are looked at.',
)
