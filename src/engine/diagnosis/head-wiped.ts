/** A VHDX whose beginning is gone: what says where everything is stands nowhere, but everything is still there. */
import { formatBytes, formatHex, plural } from '../bytes/format.ts'
import type { Inspection } from '../inspect/inspection.ts'
import type { Examined } from './examined.ts'
import type { Remains } from './looks.ts'
import type { Diagnosis } from './verdict.ts'

/** By what was found behind the beginning: before that was looked for, the file may be anything. */
export function headWiped({ inspection, looks: { remains } }: Examined): Diagnosis | undefined {
  if (!remains) return undefined
  return {
    id: 'head-wiped',
    certainty: 'likely',
    condition: 'unreadable',
    sentences: [
      remains.bat
        ? `This is a VHDX whose beginning is gone; behind it ${plural(remains.bat.blocks, 'block')} of a disk of ${formatBytes(remains.bat.geometry.virtualDiskSize)} ${remains.bat.blocks === 1 ? 'is' : 'are'} still there.`
        : 'This is most likely a VHDX whose beginning is gone, and with it the table of its blocks.',
      goneWords(inspection, remains),
      `Found: ${foundWords(remains).join('; ')}.`,
    ],
    explains: [
      'file.signature',
      'header.none-valid',
      'region-table.none-valid',
      'region.missing-bat',
      'region.missing-metadata',
    ],
    ways: [
      ...(remains.bat ? (['salvage-together'] as const) : (['salvage-with-value'] as const)),
      'copy-again',
      'findings',
      'original',
    ],
  }
}

function goneWords({ identity, before }: Inspection, { head }: Remains): string {
  const gone = [
    ...(identity.kind === 'vhdx' ? [] : ['the first bytes']),
    'both headers',
    ...(before.regionTables.current ? [] : ['both region tables']),
  ]
  const last = gone.pop()
  const names = gone.length > 0 ? `${gone.join(', ')} and ${last}` : last
  const instead = head === 'zeros' ? 'zeros' : 'something else'
  return before.regionTables.current
    ? `Gone are ${names}.`
    : `Gone are ${names}: from 64 KiB to 1 MiB the file holds ${instead}.`
}

function foundWords({ metadata, bat, log }: Remains): readonly string[] {
  return [
    ...(metadata ? [`the metadata at ${formatHex(metadata.offset)}`] : []),
    ...(bat ? [`the table of blocks at ${formatHex(bat.at.offset)}`] : []),
    ...(log
      ? [
          `the log at ${formatHex(log.at.offset)}, with ${plural(log.entries, 'whole entry', 'whole entries')}`,
        ]
      : []),
  ]
}
