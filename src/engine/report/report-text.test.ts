/** The report for people: it says what the JSON says, and a hostile file cannot make markup of it. */
import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { buildImage } from '../compose/build-image.ts'
import { SAMPLE_IDS } from '../compose/sample-id.ts'
import { buildSample } from '../compose/samples.ts'
import { MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { type Block, MAX_ROWS } from './document.ts'
import { readEvidence } from './evidence-bytes.ts'
import { renderHtml } from './html.ts'
import { readHistoryReport } from './json/history-report.ts'
import { makeReport } from './json/report.ts'
import type { Report } from './json/report-schema.ts'
import { makeDocument } from './make-document.ts'
import { renderMarkdown } from './markdown.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }
const FACTS = { toolVersion: '0.1.0', made: '2026-11-22T12:00:00Z', fileName: 'a.vhdx' }

async function sampleReport(id: (typeof SAMPLE_IDS)[number], notes?: string): Promise<Report> {
  const inspected = await surveyBlocks(await inspect(buildSample(id).source, IDS))
  return makeReport(inspected, FACTS, { evidence: await readEvidence(inspected), notes })
}

const textsOf = (blocks: readonly Block[]): string => JSON.stringify(blocks)

test.each(SAMPLE_IDS)('the document of “%s” has its verdict, findings and changes', async (id) => {
  const report = await sampleReport(id)
  const shown = textsOf(makeDocument(report))
  for (const { rule, title } of report.findings) {
    expect(shown).toContain(rule)
    expect(shown).toContain(JSON.stringify(title).slice(1, -1))
  }
  for (const { summary } of report.replay?.changes ?? []) expect(shown).toContain(summary)
  for (const sentence of report.notChecked) {
    expect(shown).toContain(JSON.stringify(sentence).slice(1, -1))
  }
})

test('where the log is stands there as all places do, in hexadecimal', async () => {
  const shown = textsOf(makeDocument(await sampleReport('dirty')))
  expect(shown).toContain('["LogOffset",{"data":"0x100000"},{"data":"0x100000"}]')
  expect(shown).toContain('["LogLength",{"data":"1 MiB (1,048,576 bytes)"}')
})

test('a file that is no VHDX is told what it is and what to do with it, with the commands', async () => {
  const inspected = await inspect(new MemoryFile(Buffer.from('377abcaf271c0004', 'hex')), IDS)
  const report = makeReport(inspected, FACTS)
  expect(report.foreign).toEqual({
    kind: '7z',
    what: 'It looks like a 7z archive. The image may be inside: extract it first.',
    commands: [{ system: 'Windows or Linux', command: '7z x FILE' }],
  })
  for (const text of [renderMarkdown(makeDocument(report)), renderHtml(makeDocument(report))]) {
    expect(text).toContain('It looks like a 7z archive.')
    expect(text).toContain('Windows or Linux: 7z x FILE')
  }
})

test('a VHDX, and a file that nobody knows, are not told what they are', async () => {
  expect(await sampleReport('clean')).not.toHaveProperty('foreign')
  const unknown = await inspect(new MemoryFile(new Uint8Array(100).fill(7)), IDS)
  expect(makeReport(unknown, FACTS)).not.toHaveProperty('foreign')
})

test('the history says why a step was not compared, and never that something is gone', async () => {
  const zeros = { kind: 'zero', fileOffset: BigInt(2 * MIB + 512 * 1024), length: 65_536n } as const
  const image = buildImage({
    virtualDiskSize: 16 * MIB,
    log: { entries: [{ updates: [zeros] }, { updates: [zeros] }] },
  })
  const inspected = await inspect(image, IDS)
  const history = await readHistoryReport(inspected)
  const shown = textsOf(makeDocument(makeReport(inspected, FACTS, { history })))
  expect(shown).toContain('the first content that the log knows of')
  expect(shown).toContain('not compared: the log wrote a long run of zeros there')
  expect(shown).not.toContain('gone')
})

test('the bytes of a finding are those at its place', async () => {
  const { source } = buildSample('torn')
  const inspected = await inspect(source, IDS)
  const evidence = await readEvidence(inspected)
  expect(evidence.filter((hex) => hex !== undefined).length).toBeGreaterThan(0)
  for (const [i, { at, state }] of inspected.inspection.findings.entries()) {
    if (state === 'after' || at.length === 0) continue
    const length = Math.min(at.length, 64)
    const bytes = Buffer.from(await source.read(at.offset, length)).toString('hex')
    expect(evidence[i]).toBe(bytes)
  }
})

test('a finding about bytes behind the end of the file has none to show', async () => {
  const inspected = await inspect(new MemoryFile(new Uint8Array(100)), IDS)
  const [finding] = inspected.inspection.findings
  if (!finding) throw new Error('nothing was found')
  const beyond = { ...finding, at: { offset: 4096, length: 8 } }
  const inspection = { ...inspected.inspection, findings: [beyond] }
  expect(await readEvidence({ ...inspected, inspection })).toEqual([undefined])
})

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](http://evil.example)',
  '![pixel](//evil.example/x.png)',
  '`code` ``more``',
  '| a | b |',
  '# heading',
  '- item',
  '1. item',
  '1) item',
  '~~~',
  '$x$',
  '@somebody',
  'www.evil.example',
  'https://evil.example',
  '&lt;b&gt;',
  '"><b>',
  '\u202etxt.exe',
  'two\nlines',
  '\u2028separated',
]

/** Puts `text` wherever text of a file, or of the examiner, can be. */
function hostileDocument(text: string): readonly Block[] {
  const cells = [text, { data: text }]
  return [
    { kind: 'heading', level: 1, text },
    { kind: 'text', text },
    { kind: 'list', items: cells },
    { kind: 'facts', rows: cells.map((value) => ({ label: text, value })) },
    { kind: 'table', caption: text, columns: [text, 'two'], rows: [cells] },
    { kind: 'dump', lines: [`0x000000000000  ${text}`] },
  ]
}

test.each(HOSTILE)('%j becomes no markup in HTML', (text) => {
  const html = renderHtml(hostileDocument(text))
  const plain = renderHtml(hostileDocument('plain'))
  const tags = (it: string) => it.match(/<[^>]*>/g)
  expect(tags(html)).toEqual(tags(plain))
  expect(html.match(/&(?!amp;|lt;|gt;|quot;|#39;)/)).toBeNull()
})

/** Backslash escapes are taken away with what they protect, code with what is in it. */
const bare = (markdown: string): string =>
  markdown
    .replace(/```text\n[\s\S]*?\n```/g, '')
    .replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
    .replace(/\\./g, '')

test.each(HOSTILE.filter((text) => !/[\n\u2028]/.test(text)))(
  '%j becomes no markup in Markdown',
  (text) => {
    const lines = bare(renderMarkdown(hostileDocument(text))).split('\n')
    const shape = bare(renderMarkdown(hostileDocument('plain'))).split('\n')
    const markers = (line: string) => line.match(/^(#+ |- |\d+[.)] |\||~~~)|\|/g)
    expect(lines.map(markers)).toEqual(shape.map(markers))
    expect(lines.join('\n').replace(/^(#|- )/gm, '')).not.toMatch(/[<>[\]`*_$@&!]|www\.|:\/\//)
  },
)

test('invisible characters and line breaks of a file are spelt out in the document', async () => {
  const report = await sampleReport('dirty')
  const named = { ...report, file: { ...report.file, name: 'a\u202e\n\u2028b' } }
  const shown = textsOf(makeDocument(named))
  expect(shown).toContain('a⟨U+202E⟩⟨0A⟩⟨U+2028⟩b')
})

test('notes keep their lines, and nothing else of their form', async () => {
  const report = await sampleReport('clean', 'one\n\ntwo\r\nthree')
  const document = makeDocument(report)
  const start = document.findIndex((block) => block.kind === 'heading' && block.text === 'Notes')
  expect(document.slice(start + 1, start + 4)).toEqual(
    ['one', 'two', 'three'].map((text) => ({ kind: 'text', text })),
  )
})

test('long tables end with how much is left out', async () => {
  const report = await sampleReport('dirty')
  const entry = report.log?.entries[0]
  if (!report.log || !entry) throw new Error('the sample has no entries')
  const entries = Array.from({ length: MAX_ROWS + 7 }, () => entry)
  const document = makeDocument({ ...report, log: { ...report.log, entries } })
  expect(textsOf(document)).toContain('7 more rows are in the report as JSON.')
})

test('an HTML report runs nothing, asks for nothing, and allows nothing', async () => {
  const html = renderHtml(makeDocument(await sampleReport('dirty')))
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`)
  expect(html).not.toMatch(/<script|<link|<img|\ssrc=|\shref=|url\(|@import/)
})
