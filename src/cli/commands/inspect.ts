/** `inspect`: what is in an image, for people or for programs. */

import { basename } from 'node:path'
import {
  type AffectedReport,
  MOST_FILES,
  reportAffected,
} from '../../engine/affected/affected-report.ts'
import { statesOf } from '../../engine/affected/changed-disk.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { HASH_ALGORITHMS, type HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { visibleJson } from '../../engine/bytes/visible-text.ts'
import { withAllFindings } from '../../engine/diagnosis/all-findings.ts'
import { diagnose } from '../../engine/diagnosis/diagnose.ts'
import { parentLayers } from '../../engine/disk/chain/assemble-chain.ts'
import { isDifferencing } from '../../engine/disk/chain/chain-file.ts'
import { reportChain } from '../../engine/disk/chain/chain-report.ts'
import { readDiskVolumes } from '../../engine/disk/disk-volumes.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { type StatedFinding, severityOf } from '../../engine/findings/finding.ts'
import type { FileHash } from '../../engine/inspect/evidence.ts'
import { isDirty } from '../../engine/inspect/inspect.ts'
import { lookFurther } from '../../engine/looks/look-further.ts'
import { withQemu } from '../../engine/qemu/qemu-finding.ts'
import { readAsQemu } from '../../engine/qemu/qemu-report.ts'
import { readEvidence } from '../../engine/report/evidence-bytes.ts'
import { readHistoryReport } from '../../engine/report/json/history-report.ts'
import { makeReport, sourceFacts } from '../../engine/report/json/report.ts'
import { renderReport } from '../../engine/report/render-report.ts'
import { VERSION } from '../../version.ts'
import { defineCommand } from '../command.ts'
import { DAMAGED, statusOf } from '../exit-status.ts'
import { Usage } from '../failure.ts'
import { hashWhole } from '../files/hash-whole.ts'
import { withChain } from '../files/open-chain.ts'
import { requireData } from '../files/open-source.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import { readText } from '../files/read-text.ts'
import { isRefused, sayRefused, sayWiped } from '../files/refusal.ts'
import type { Io } from '../io.ts'
import { asText, CHAIN_OPTIONS, choice, flag, value } from '../options.ts'
import { summarizeQemu } from '../summaries/qemu-summary.ts'
import { summarize } from '../summaries/summary.ts'

const REPORT_FORMATS = ['json', 'markdown', 'html'] as const

export const inspect = defineCommand({
  name: 'inspect',
  summary: 'Says what is in an image, and what its log would change.',
  operands: { image: { what: 'one image' } },
  options: {
    json: flag('The report, version 1, for programs, and nothing else.'),
    markdown: flag('The report for people, as Markdown.'),
    html: flag('The report for people, as one file.'),
    notes: value('FILE', 'With a report: your own words, which become part of it.', asText),
    sha256: flag('With a report: the SHA-256 of IMAGE becomes part of it.'),
    blake3: flag('With a report: the BLAKE3 of IMAGE becomes part of it.'),
    files: flag('With a report: the files of the guest that the replay affects become part of it.'),
    as: choice(
      ['qemu'],
      'Also what “qemu-img check -r all” would do with IMAGE, and where its result differs from the specification’s. IMAGE is only read.',
    ),
    all: flag('In the summary every finding, where one of a rule and their number would do.'),
    explain: flag(
      'In the summary what each rule that is listed means and what to do, once for each. Markdown and HTML say it anyway.',
    ),
    strict: flag('For whoever writes VHDX files: any warning or error ends with status 11.'),
    ...CHAIN_OPTIONS,
  },
  async run({ image: path, as, notes: notesPath, all, explain, strict, ...options }, io) {
    const [format, ...others] = REPORT_FORMATS.filter((each) => options[each])
    if (others.length > 0) throw new Usage('A report has one form: --json, --markdown or --html.')
    if (format === undefined && notesPath !== undefined) {
      throw new Usage('The --notes belong to a report: say --json, --markdown or --html.')
    }
    const algorithms = HASH_ALGORITHMS.filter((algorithm) => options[algorithm])
    if (format === undefined && algorithms.length > 0) {
      throw new Usage(
        'A hash belongs to a report: say --json, --markdown or --html, or the command hash.',
      )
    }
    if (format === undefined && options.files) {
      throw new Usage(
        'The --files belong to a report: say --json, --markdown or --html, or the command affected.',
      )
    }
    // The GUID that a replay would write shows nowhere in the answer.
    return withImage(path, NIL_GUID, io, (image) =>
      withChain(image, options, io, async (assembled) => {
        if (algorithms.length > 0) requireData(image, 'a hash of the file')
        const { skeleton } = image
        const isAsked = as === 'qemu'
        const qemu =
          isAsked || isDirty(image.inspected.before)
            ? await readAsQemu(image.inspected, io)
            : undefined
        const examined = qemu ? withQemu(image.inspected, qemu) : image.inspected
        const fileName = basename(path)
        const has =
          isDifferencing(assembled.child) ||
          [options.parent, options['parent-before'], options['parent-salvaged']].flat().length > 0
        const chain = has ? reportChain(assembled) : undefined
        const parents = parentLayers(assembled)
        const looks = await lookFurther({ inspected: examined, chain, parents }, io)
        const verdict = await diagnose(examined, { chain, looks }, io)
        const inspected = withAllFindings(examined, verdict, chain)
        const { before, update } = inspected
        const volumes =
          looks.guest?.volumes ?? (await readDiskVolumes([update?.after ?? before, ...parents]))
        if (format === undefined) {
          const parts = { name: fileName, skeleton, chain, volumes, all, explain }
          io.out(summarize(inspected.inspection, verdict, parts))
          if (isAsked && qemu) io.out(summarizeQemu(qemu, inspected.inspection.outcome))
        } else {
          const made = new Date().toISOString()
          const facts = { toolVersion: VERSION, made, ...sourceFacts(fileName, skeleton) }
          const notes = notesPath === undefined ? undefined : await readText(notesPath, MAX_NOTES)
          const evidence = await readEvidence(inspected, io)
          const report = makeReport(inspected, facts, {
            verdict,
            volumes,
            affected: options.files ? await filesAffected(image, parents, io) : undefined,
            chain,
            history: await readHistoryReport(inspected, io),
            qemu: isAsked ? qemu : undefined,
            evidence,
            notes,
            hashes: await hashSource(image, algorithms, io),
          })
          // What a terminal would obey must not reach it: the other forms have spelt it out.
          io.out(format === 'json' ? `${visibleJson(report)}\n` : renderReport(report, format))
        }
        if (verdict.diagnoses.some(({ id }) => id === 'head-wiped')) return sayWiped(image, io)
        if (isRefused(image)) return sayRefused(image, io)
        const { outcome, findings } = inspected.inspection
        return strict && findings.some(isGrave) ? DAMAGED : statusOf(outcome, verdict.condition)
      }),
    )
  },
})

/** `undefined` where nothing is replayed. */
async function filesAffected(
  image: OpenImage,
  parents: Layers,
  io: Io,
): Promise<AffectedReport | undefined> {
  requireData(image, 'a look at the files of the guest')
  const states = statesOf(image.inspected, parents)
  if (!states) return undefined
  const found = await reportAffected(states, { most: MOST_FILES }, io)
  return found.ok ? found : undefined
}

const isGrave = (found: StatedFinding): boolean => found.counts && severityOf(found) !== 'info'

async function hashSource(
  { path, file }: OpenImage,
  algorithms: readonly HashAlgorithm[],
  io: Io,
): Promise<readonly FileHash[]> {
  if (algorithms.length === 0) return []
  const hashes = await hashWhole(file, { path, algorithms }, io)
  const finished = new Date().toISOString()
  return hashes.map((hash) => ({ ...hash, state: 'before', size: file.size, finished }))
}

/** Somebody's words fit into a report; whole disks do not. In bytes. */
const MAX_NOTES = 1024 * 1024
