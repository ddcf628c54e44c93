/** The verdict part by part: how log, structure, chain and the guest's disk stand, each in one line. */
import { formatCount, plural, upperFirst } from '../bytes/format.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { visibleText } from '../bytes/visible-text.ts'
import { tableWords } from '../guest/volumes/volume-words.ts'
import { FORBIDDEN } from '../inspect/outcome-words.ts'
import { CAUSE_WORDS } from './cause-words.ts'
import type { Examined } from './examined.ts'
import type { AreaId, AreaLine, Diagnosis, DiagnosisId, Tone } from './verdict.ts'
import { CONDITION_TONES } from './verdict-words.ts'

/** What is about none of these is about the structure. */
const AREAS: Readonly<Partial<Record<DiagnosisId, AreaId>>> = {
  'log-lost': 'log',
  'host-full': 'log',
  'header-doubt': 'log',
  'parent-missing': 'chain',
  'parent-moved': 'chain',
  'parent-changed': 'chain',
  'parent-wrong': 'chain',
  'parent-refused': 'chain',
  'parent-damaged': 'chain',
  'guest-initialised-over': 'guest',
  'guest-table-moved': 'guest',
  'guest-file-system-errors': 'guest',
}

/** In the order in which they are shown; none of a file that is no VHDX, and no chain of a disk that is no child. */
export function areaLines(
  examined: Examined,
  diagnoses: readonly Diagnosis[],
): readonly AreaLine[] {
  if (examined.inspection.outcome === 'not-vhdx') return []
  const line = (area: AreaId, otherwise: Told | undefined): readonly AreaLine[] => {
    const causes = diagnoses.filter(({ id }) => (AREAS[id] ?? 'structure') === area)
    const told = (area === 'guest' ? firstSentence : names)(causes) ?? otherwise
    return told ? [{ area, tone: told.tone, sentence: visibleText(told.sentence) }] : []
  }
  return [
    ...line('log', logLine(examined)),
    ...line('structure', structureLine(examined)),
    ...line('chain', chainLine(examined)),
    ...line('guest', isDoubtful(diagnoses) ? IN_DOUBT : guestLine(examined)),
  ]
}

/** Blocks that nobody names, or that are named wrongly, are the disk, too. */
const isDoubtful = (diagnoses: readonly Diagnosis[]): boolean =>
  diagnoses.some(({ id }) => DOUBTED.includes(id))

const DOUBTED: readonly DiagnosisId[] = ['bat-wiped', 'bat-overlaps', 'shifted-bat']

const IN_DOUBT: Told = {
  tone: 'unknown',
  sentence: 'Not judged: which blocks are the disk is in doubt.',
}

interface Told {
  readonly tone: Tone
  readonly sentence: string
}

/** What each is about stands with it. Worst first. */
function names(causes: readonly Diagnosis[]): Told | undefined {
  const [worst] = causes
  if (worst === undefined) return undefined
  const titles = causes.map(({ id }) => CAUSE_WORDS[id].title)
  return { tone: CONDITION_TONES[worst.condition], sentence: `${titles.join('; ')}.` }
}

/** Of a file system the name of its diagnosis says little. */
function firstSentence([worst]: readonly Diagnosis[]): Told | undefined {
  const [sentence] = worst?.sentences ?? []
  return worst && sentence !== undefined
    ? { tone: CONDITION_TONES[worst.condition], sentence }
    : undefined
}

function logLine({ inspection: { headers, log, outcome } }: Examined): Told {
  const { current } = headers
  if (current === undefined) {
    return {
      tone: 'unknown',
      sentence: 'No header says where it is, and whether it must be applied.',
    }
  }
  if ((current.values?.logGuid ?? NIL_GUID) === NIL_GUID) {
    return { tone: 'ok', sentence: 'Empty: the LogGuid of the current header is zero (§2.2.2).' }
  }
  const entries = log?.active?.positions.length
  if (entries === undefined) return { tone: 'bad', sentence: 'It must be applied, and cannot be.' }
  const wait = `${plural(entries, 'entry waits', 'entries wait')} to be applied`
  return outcome === 'refused'
    ? { tone: 'bad', sentence: `${wait}, and must not be as the file stands.` }
    : { tone: 'attention', sentence: `${wait}.` }
}

function structureLine({ image, census }: Examined): Told {
  const blocks = image.geometry?.payloadBlocks ?? 0
  return census
    ? {
        tone: 'ok',
        sentence: `In order: headers, tables, metadata and ${blocks === 1 ? 'the block' : `all ${formatCount(blocks)} blocks`}.`,
      }
    : {
        tone: 'unknown',
        sentence:
          'Headers, tables and metadata are in order; the blocks have not been looked at yet.',
      }
}

function chainLine({ image, chain }: Examined): Told | undefined {
  if (image.geometry?.kind !== 'differencing') return undefined
  if (chain === undefined)
    return { tone: 'unknown', sentence: 'Its parents have not been looked for.' }
  const parents = chain.files.length - 1
  return {
    tone: 'ok',
    sentence: `Complete: the disk is read through ${plural(parents, 'parent')}.`,
  }
}

function guestLine({ inspection: { outcome }, image, looks }: Examined): Told {
  const { guest } = looks
  if (image.bat === undefined) {
    return { tone: 'unknown', sentence: 'There is no disk that can be read.' }
  }
  if (outcome === 'refused') {
    return { tone: 'unknown', sentence: `Not looked at. ${FORBIDDEN}` }
  }
  if (looks.absent?.includes('guest')) {
    return { tone: 'unknown', sentence: 'Not in this skeleton.' }
  }
  if (guest === undefined) return { tone: 'unknown', sentence: 'Not looked at yet.' }
  const { volumes, isWhole } = guest
  const [problem] = volumes.problems
  if (!isWhole) {
    return {
      tone: 'unknown',
      sentence: `Not judged. ${problem ?? 'Not all of what had to be read is there.'}`,
    }
  }
  if (problem !== undefined) return { tone: 'attention', sentence: problem }
  const count = volumes.volumes.length
  const parts = count > 0 ? `, with ${plural(count, 'partition')}` : ''
  return { tone: 'ok', sentence: `${upperFirst(tableWords(volumes))}${parts}.` }
}
