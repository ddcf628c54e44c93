/** A chain as the report has it: `chain` of version 1. */
import type { ChainReport } from '../../disk/chain/chain-report.ts'
import type { Report } from './report-schema.ts'

export const chainJson = ({
  files,
  missing,
  cycle,
  refused,
}: ChainReport): NonNullable<Report['chain']> => ({
  complete: missing === undefined,
  files: files.map(({ name, state, virtualDiskSize, logicalSectorSize, dataWriteGuid, link }) => ({
    name,
    state,
    virtualDiskSize: virtualDiskSize?.toString() ?? null,
    logicalSectorSize: logicalSectorSize ?? null,
    dataWriteGuid: dataWriteGuid ?? null,
    link: link
      ? {
          recognised: link.recognised,
          problems: link.problems,
          ...(link.accepted && { accepted: link.accepted }),
          ...(link.before && { before: link.before }),
          ...(link.salvaged && { salvaged: link.salvaged }),
        }
      : null,
  })),
  missing: missing
    ? {
        linkage: missing.wanted ?? null,
        paths: missing.paths.map(({ key, value }) => ({ key, value })),
      }
    : null,
  cycle: cycle ?? null,
  refused: refused.map(({ name, reason }) => ({ name, reason })),
})
