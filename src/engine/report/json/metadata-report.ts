/** The metadata part of the report. Items that are missing or unreadable are left out. */
import type { Metadata } from '../../image/metadata/metadata.ts'
import type { Report } from './report-schema.ts'

export function metadataReport(metadata: Metadata): Report['before']['metadata'] {
  const { fileParameters, virtualDiskSize, virtualDiskId, parentLocator } = metadata
  return {
    items: metadata.items.map(({ values, known }) => ({
      ...(known && { name: known }),
      itemId: values.itemId,
      offset: values.offset,
      length: values.length,
      isUser: values.isUser === 1,
      isVirtualDisk: values.isVirtualDisk === 1,
      isRequired: values.isRequired === 1,
    })),
    ...(fileParameters && {
      fileParameters: {
        blockSize: fileParameters.blockSize,
        leaveBlockAllocated: fileParameters.leaveBlockAllocated === 1,
        hasParent: fileParameters.hasParent === 1,
      },
    }),
    ...(virtualDiskSize !== undefined && { virtualDiskSize: virtualDiskSize.toString() }),
    ...(virtualDiskId !== undefined && { virtualDiskId }),
    ...(metadata.logicalSectorSize !== undefined && {
      logicalSectorSize: metadata.logicalSectorSize,
    }),
    ...(metadata.physicalSectorSize !== undefined && {
      physicalSectorSize: metadata.physicalSectorSize,
    }),
    ...(parentLocator && {
      parentLocator: {
        locatorType: parentLocator.locatorType,
        pairs: parentLocator.pairs.map(({ key, value }) => ({ key, value })),
      },
    }),
  }
}
