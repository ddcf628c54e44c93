/** The structures of an image, and the chain that it is part of, in the report. */
import * as v from 'valibot'
import { about, count, guid, pairs, texts, u64 } from './report-values.ts'

type AllOrNothing<T> = T | { [Name in keyof T]?: undefined }

/** All of the members, or none of them. */
const allOrNothing = <T extends v.ObjectEntries>(entries: T) =>
  v.partial(v.object(entries)) as unknown as v.GenericSchema<
    AllOrNothing<v.InferOutput<v.ObjectSchema<T, undefined>>>
  >

export const image = v.object({
  regions: v.array(
    v.object({ name: v.string(), guid, offset: u64, length: count, required: count }),
  ),
  metadata: v.object({
    items: v.exactOptional(
      v.array(
        v.object({
          name: v.exactOptional(v.string()),
          itemId: guid,
          offset: count,
          length: count,
          isUser: v.boolean(),
          isVirtualDisk: v.boolean(),
          isRequired: v.boolean(),
        }),
      ),
    ),
    fileParameters: v.exactOptional(
      v.object({ blockSize: count, leaveBlockAllocated: v.boolean(), hasParent: v.boolean() }),
    ),
    virtualDiskSize: v.exactOptional(u64),
    virtualDiskId: v.exactOptional(guid),
    logicalSectorSize: v.exactOptional(count),
    physicalSectorSize: v.exactOptional(count),
    parentLocator: v.exactOptional(v.object({ locatorType: guid, pairs })),
  }),
  geometry: allOrNothing({
    kind: v.picklist(['dynamic', 'fixed', 'differencing']),
    virtualDiskSize: u64,
    blockSize: count,
    logicalSectorSize: count,
    physicalSectorSize: count,
    chunkRatio: count,
    payloadBlocks: count,
    sectorBitmapBlocks: count,
    batEntries: count,
  }),
  bat: allOrNothing({
    payload: v.record(v.string(), count),
    sectorBitmap: v.record(v.string(), count),
  }),
})

export const chain = about(
  v.object({
    complete: v.boolean(),
    files: v.pipe(
      v.array(
        v.object({
          name: v.string(),
          state: v.picklist(['clean', 'replayed', 'unreplayed', 'salvaged', 'refused', 'not-vhdx']),
          virtualDiskSize: v.nullable(u64),
          logicalSectorSize: v.nullable(count),
          dataWriteGuid: v.nullable(guid),
          link: about(
            v.nullable(
              v.object({
                recognised: v.string(),
                problems: texts,
                before: v.exactOptional(
                  about(
                    v.literal(true),
                    'It is read as it is in the file, dirty or refused, at the user’s own risk.',
                  ),
                ),
                salvaged: v.exactOptional(
                  about(
                    v.object({ ways: texts, losses: texts, lostBytes: count }),
                    'It is read as these ways of salvage would leave it, with what they give up, at the user’s own risk.',
                  ),
                ),
                accepted: v.exactOptional(
                  about(
                    v.literal(true),
                    'It was written to after the child was made, and is read at the user’s own risk.',
                  ),
                ),
              }),
            ),
            'How it was recognised as the parent of the file before; null of the child.',
          ),
        }),
      ),
      v.minLength(1),
    ),
    missing: v.nullable(v.object({ linkage: v.nullable(guid), paths: pairs })),
    cycle: v.nullable(v.string()),
    refused: v.array(v.object({ name: v.string(), reason: v.string() })),
  }),
  'Of a differencing disk: the files that it is read through, child first. Later minor versions may add it to more reports.',
)
