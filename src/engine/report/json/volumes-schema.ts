/** What the disk is divided into, in the report: `volumes`. */
import * as v from 'valibot'
import type { FileSystemState, StateSign } from '../../guest/volumes/file-system.ts'
import { about, code, count, guid, oneOfNames, u64 } from './report-values.ts'

const fileSystem = v.object({
  kind: v.string(),
  label: v.exactOptional(v.string()),
  id: v.exactOptional(about(v.string(), 'Its UUID, or the serial number of a FAT or NTFS volume.')),
  size: v.exactOptional(about(u64, 'Bytes, as it says itself.')),
  state: v.exactOptional(
    about(
      oneOfNames<FileSystemState>(code),
      'How it was left, as it says itself; a file system that does not say it has none.',
    ),
  ),
  signs: v.exactOptional(
    about(v.array(oneOfNames<StateSign>(code)), 'Why its state is not clean.'),
  ),
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
        id: v.exactOptional(about(guid, 'Of the entry in a GPT.')),
        fileSystem: v.nullable(fileSystem),
      }),
    ),
    fileSystem: about(v.nullable(fileSystem), 'Of a disk that is not divided.'),
    problems: v.array(v.string()),
  }),
  'Partitions and file systems of the virtual disk, after the replay where there is one. Of file systems only their first structures are looked at.',
)
