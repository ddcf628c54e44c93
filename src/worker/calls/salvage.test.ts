import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { reportSchema } from '../../engine/report/json/report-schema.ts'
import { lostMetadata, NOT_CLOSED, SALVAGED_DISK, TORN } from '../../testing/salvage-images.ts'
import { quietRun, type SessionCalls, sessionCalls } from '../../testing/worker-calls.ts'
import type { CallError } from '../client.ts'

const run = quietRun()

const blobOf = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>])

/** An image cut after `size` bytes. */
const cut = (size: number): Blob => blobOf(buildImage(SALVAGED_DISK).take(0, size))

const torn = (): Blob => blobOf(buildImage(TORN).toBytes())

async function opened(input: Blob) {
  const calls = sessionCalls()
  return { calls, opened: await calls.file.open({ input }, run) }
}

const bytesAfter = ({ file }: SessionCalls, offset: number, length: number) =>
  file.read({ state: 'after', offset, length }, run)

test('what is chosen is what every call reads as “after”', async () => {
  const input = cut(6.5 * MIB)
  const { calls, opened: file } = await opened(input)
  expect([file.update, file.salvage]).toEqual([undefined, undefined])

  const viewed = await calls.salvage.choose({ ways: ['lengthened'] }, run)
  expect(viewed.salvage).toMatchObject({ ways: ['lengthened'], sizeAfter: 8 * MIB })
  expect(viewed.update).toMatchObject({ kind: 'salvage', sizeAfter: 8 * MIB })
  expect(await bytesAfter(calls, 7 * MIB, 16)).toEqual(new Uint8Array(16))
  const end = await calls.disk.read({ state: 'after', offset: 4 * MIB - 4, length: 4 }, run)
  expect(end).toEqual(new Uint8Array(4))
  const kept = await calls.disk.read({ state: 'after', offset: 2 * MIB, length: 4 }, run)
  expect([...kept]).toEqual([3, 3, 3, 3])
  const copy = await calls.save.blob({}, run)
  expect(copy.size).toBe(8 * MIB)
  const [hash] = await calls.hash.file({ state: 'after', algorithms: ['sha256'] }, run)
  const whole = await calls.hash.blob({ blob: copy, algorithm: 'sha256' }, run)
  expect(hash?.hex).toBe(whole.hex)
})

test('the verdict stays that on the file, whatever is chosen', async () => {
  const { calls } = await opened(torn())
  const { verdict, outcome } = await calls.file.additions({ blocks: 'all' }, run)
  const viewed = await calls.salvage.choose({ ways: ['without-log'] }, run)
  expect([viewed.verdict, viewed.outcome]).toEqual([verdict, outcome])
  expect(viewed.salvage?.outcome).toBe('clean')
})

test('a finding that the salvage mends stays one of the file, and one that it leaves is one of both', async () => {
  const { calls, opened: file } = await opened(torn())
  const mended = 'log.no-active-sequence'
  expect(file.findings.some(({ rule }) => rule === mended)).toBe(true)
  const { findings } = await calls.salvage.choose({ ways: ['without-log'] }, run)
  expect(findings.filter(({ rule }) => rule === mended).map(({ state }) => state)).toEqual(['log'])
})

test('one salvage takes the place of another, and of the replay, until it is dropped', async () => {
  const bytes = buildImage(NOT_CLOSED).toBytes()
  const { headers } = (await opened(blobOf(bytes))).opened
  const other = headers.copies.find((copy) => !copy.current)?.at.offset ?? 0
  bytes[other + 4] = (bytes[other + 4] ?? 0) ^ 1
  const { calls, opened: file } = await opened(blobOf(bytes))
  expect(file.update?.kind).toBe('replay')
  const head = () => bytesAfter(calls, 0, MIB)
  const replayed = await head()
  await calls.salvage.choose({ ways: ['second-header'] }, run)
  const viewed = await calls.salvage.choose({ ways: ['second-header'] }, run)
  expect(viewed).toMatchObject({ update: { kind: 'salvage' }, salvage: { applied: 1 } })
  const before = await calls.file.read({ state: 'before', offset: 0, length: MIB }, run)
  expect(Buffer.compare(before, bytes.subarray(0, MIB))).toBe(0)
  const dropped = await calls.salvage.drop({}, run)
  expect([dropped.salvage, dropped.update]).toEqual([undefined, file.update])
  expect(Buffer.compare(await head(), replayed)).toBe(0)
})

test('a way that does not apply says why, and leaves all as it was', async () => {
  const { calls, opened: file } = await opened(cut(6.5 * MIB))
  const failure = await calls.salvage
    .choose({ ways: ['identifier'] }, run)
    .catch((error: CallError) => error.info)
  expect(failure).toMatchObject({ code: 'cannot-salvage' })
  expect((await calls.file.additions({ blocks: 'all' }, run)).update).toEqual(file.update)
})

test('what a way is taken with is plain data, and a value that cannot be names its setting', async () => {
  const { calls } = await opened(blobOf(lostMetadata().toBytes()))
  const { alone } = await calls.salvage.list({}, run)
  const [first] = alone[0]?.values ?? []
  expect(first).toEqual({
    way: 'metadata-anew',
    name: 'disk-size',
    value: '4MiB',
    origin: 'proposed',
    from: 'proposed, since the last block of the table ends at 4MiB',
    against: [],
    options: [{ value: '4MiB' }],
  })
  const ways = ['metadata-anew'] as const
  const failure = await calls.salvage
    .choose({ ways, values: { 'block-size': '3MiB' } }, run)
    .catch((error: CallError) => error.info)
  expect(failure).toMatchObject({ code: 'cannot-salvage', setting: 'block-size' })
  await calls.salvage.choose({ ways, values: { 'disk-size': '2MiB' } }, run)
  const about = { name: 'lost.vhdx', made: '2026-11-30T12:00:00Z' }
  const text = async (format: 'json' | 'markdown' | 'html') =>
    new TextDecoder().decode(await calls.report.file({ ...about, format }, run))
  const json = JSON.parse(await text('json'))
  expect(safeParse(reportSchema, json).success).toBe(true)
  const against = 'But the last block of the table ends at 4MiB.'
  expect(json.salvage.values[0]).toEqual({
    way: 'metadata-anew',
    name: 'disk-size',
    value: '2MiB',
    origin: 'set',
    from: 'as it was set',
    against: [against],
  })
  for (const format of ['markdown', 'html'] as const) {
    expect(await text(format)).toContain(`As it was set. ${against}`)
  }
})

test('what is proposed follows what is set, says what speaks against it, and changes nothing', async () => {
  const { calls, opened: file } = await opened(blobOf(lostMetadata().toBytes()))
  const ways = ['metadata-anew'] as const
  const proposed = async (values: Readonly<Record<string, string>>) => {
    const { values: found, refusal } = await calls.salvage.propose({ ways, values }, run)
    const of = (name: string) => found.find((value) => value.name === name)
    return { size: of('disk-size'), block: of('block-size'), kind: of('kind'), refusal }
  }
  const larger = await proposed({ 'block-size': '2MiB' })
  expect([larger.size?.value, larger.kind?.value]).toEqual(['8MiB', 'fixed'])
  expect(larger.block).toMatchObject({
    origin: 'set',
    against: ['But the places in the table have room for blocks of at most 1MiB.'],
  })
  const child = await proposed({ kind: 'differencing' })
  expect(child.refusal).toMatchObject({ setting: 'parent-path' })
  expect(child.kind).toMatchObject({ value: 'differencing', origin: 'set' })
  const { update, salvage } = await calls.file.additions({ blocks: 'all' }, run)
  expect({ update, salvage }).toEqual({ update: file.update, salvage: undefined })
})

test('the ways that apply are offered with what comes of them, and the others with the reason', async () => {
  const { calls } = await opened(torn())
  const { alone, others } = await calls.salvage.list({}, run)
  expect(alone.map(({ ways }) => ways)).toContainEqual(['without-log'])
  expect(others.find(({ way }) => way === 'identifier')?.why).toMatch(/\.$/)
})

test('an entry of the log is shown beside what the salvage makes of the file', async () => {
  const { calls } = await opened(torn())
  await calls.salvage.choose({ ways: ['without-log'] }, run)
  const entries = await calls.log.entries({ start: 0, count: 9, sort: 'position' }, run)
  const position = entries.rows.at(-1)?.position ?? 0
  const window = { start: 0, count: 4 }
  const { rows } = await calls.log.entryDiff({ position, state: 'after', ...window }, run)
  expect(rows.length).toBeGreaterThan(0)
})

test('a report says what was chosen and what is given up, and never calls it a replay', async () => {
  const { calls } = await opened(torn())
  await calls.salvage.choose({ ways: ['without-log'] }, run)
  const about = { name: 'torn.vhdx', made: '2026-11-30T12:00:00Z' }
  const text = async (format: 'json' | 'markdown') =>
    new TextDecoder().decode(await calls.report.file({ ...about, format }, run))
  const json = JSON.parse(await text('json'))
  expect(json).toMatchObject({
    outcome: 'refused',
    replay: null,
    salvage: { ways: [{ id: 'without-log' }], outcome: 'clean' },
  })
  expect(safeParse(reportSchema, json).success).toBe(true)
  const markdown = await text('markdown')
  expect(markdown).toContain('## Structures salvaged')
  expect(markdown).toMatch(/### Given up\s+The log is given up, with 2 whole entries/)
  expect(markdown).not.toMatch(/after the replay|replayed copy/i)
})
