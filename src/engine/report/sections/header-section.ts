/** The file and its two headers in the document. */
import { exactSize, formatHex } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { type Block, type Cell, data, heading } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

type Header = Report['headers'][number]

const FIELDS = [
  ['Sequence number', 'sequenceNumber'],
  ['FileWriteGuid', 'fileWriteGuid'],
  ['DataWriteGuid', 'dataWriteGuid'],
  ['LogGuid', 'logGuid'],
  ['LogVersion', 'logVersion'],
  ['Version', 'version'],
] as const

export function headerSection({ headers, outcome }: Report): readonly Block[] {
  if (outcome === 'not-vhdx') return []
  const row = (name: string, value: (header: Header) => Cell) => [name, ...headers.map(value)]
  return [
    heading(2, 'Headers'),
    {
      kind: 'table',
      caption: 'Both copies, as they are on disk',
      columns: ['Field', ...headers.map(({ copy }) => `Header ${copy}`)],
      rows: [
        row('Place', ({ offset }) => data(formatHex(offset))),
        row('Valid', ({ valid, current }) => `${yes(valid)}${current ? ', current' : ''}`),
        row('Signature', ({ signature }) => yes(signature)),
        row('CRC-32C', checksumWords),
        ...FIELDS.map(([name, field]) =>
          row(name, (header) => (field in header ? data(visibleText(String(header[field]))) : '')),
        ),
        row('LogLength', ({ logLength }) =>
          logLength === undefined ? '' : data(exactSize(logLength)),
        ),
        row('LogOffset', ({ logOffset }) =>
          logOffset === undefined ? '' : data(formatHex(BigInt(logOffset))),
        ),
      ],
    },
  ]
}

const yes = (value: boolean): string => (value ? 'yes' : 'no')

function checksumWords({ checksum }: Header): Cell {
  if (!checksum) return ''
  const { stored, computed } = checksum
  return data(stored === computed ? `${stored}, matches` : `${stored}, computed ${computed}`)
}
