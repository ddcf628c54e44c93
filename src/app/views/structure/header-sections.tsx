/** File identifier and headers: the fixed beginning of every file. */
import { fileIdentifier } from '../../../engine/format/file-identifier.ts'
import { header } from '../../../engine/format/header.ts'
import { FieldTable } from '../../shared/fields/field-table.tsx'
import { explainHeader } from '../../shared/verdict/facts.ts'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { checksumWords } from './section-facts.ts'
import { StructureSection } from './structure-section.tsx'

export function IdentifierSection() {
  const range = { offset: 0, length: fileIdentifier.size }
  return (
    <StructureSection
      id="identifier"
      title={fileIdentifier.name}
      section={fileIdentifier.section}
      parts={[{ name: 'Identifier', range }]}
    >
      <FieldTable
        label={fileIdentifier.name}
        table={fileIdentifier}
        copies={[{ title: 'Identifier', offset: 0 }]}
      />
    </StructureSection>
  )
}

export function HeadersSection() {
  const { headers, update } = useOpenFile().inspection
  const state = useApp((app) => app.state)
  const [first, second] = headers.copies
  const { value, detail } = explainHeader(headers)
  const rewrites =
    update?.kind === 'replay' ? ' The replay rewrites both headers, with a LogGuid of zero.' : ''
  const current =
    headers.current === undefined
      ? `No header is current: ${detail}.`
      : `Header ${value} is current: ${detail}.`
  return (
    <StructureSection
      id="headers"
      title="Headers"
      section={header.section}
      parts={headers.copies.map(({ copy, at, checksum, current: chosen }) => ({
        name: `Header ${copy}`,
        range: at,
        // An update rewrites both; what is said here is about what is on disk.
        facts: state === 'after' ? [] : [checksumWords(checksum), ...(chosen ? ['current'] : [])],
      }))}
      note={state === 'before' ? current : `On disk: ${current}${rewrites}`}
    >
      <FieldTable
        label="Headers"
        table={header}
        copies={[
          { title: 'Header 1', offset: first.at.offset },
          { title: 'Header 2', offset: second.at.offset },
        ]}
      />
    </StructureSection>
  )
}
