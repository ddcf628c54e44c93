/** The script for POSIX sh that applies a patch and takes it back, with dd and cmp alone. */
import { endOf } from '../../bytes/ranges.ts'
import { PATCH_BLOCK, type Patch, type PatchRun } from '../patch.ts'
import {
  bytesOf,
  closingPairs,
  printfLines,
  requireScriptable,
  type ScriptSubject,
  wordedFor,
} from './script-data.ts'
import { SH_BODY } from './sh-script-body.ts'

/** Bytes that one dd copies, in units of `unit` bytes. */
interface Piece {
  readonly unit: number
  /** In the image. */
  readonly at: number
  /** In the file of the old or the new bytes. */
  readonly from: number
  readonly count: number
}

/**
 * ASCII with line feeds. Nothing of the image stands in it but numbers: its bytes are octal digits, its name
 * is an argument. Throws a `PatchError` where the patch is too large.
 */
export function shScript(patch: Patch, subject: ScriptSubject = 'replay'): string {
  requireScriptable(patch)
  const { headers, sizeBefore, sizeAfter, runs } = patch
  const inside = layOut(runs.filter(({ before }) => before !== undefined))
  const behind = layOut(runs.filter(({ before }) => before === undefined))
  const { first, second } = headers
  const data: readonly (readonly [string, Uint8Array])[] = [
    ['first0', first.original],
    ['first2', first.opened],
    ['first4', first.closed],
    ['second0', second.original],
    ['second2', second.opened],
    ['second4', second.closed],
    ['old', inside.bytes('before')],
    ['new', inside.bytes('after')],
    ['more', behind.bytes('after')],
  ]
  return [
    '#!/bin/sh',
    wordedFor(subject, patch, SH_BODY.head),
    `size_before=${sizeBefore}`,
    `last_before=${sizeBefore - 1}`,
    `size_after=${sizeAfter}`,
    `last_after=${sizeAfter - 1}`,
    `first_block=${first.offset / PATCH_BLOCK}`,
    `second_block=${second.offset / PATCH_BLOCK}`,
    `closed_first=${headers.closing[0]}`,
    `closed_last=${headers.closing[1]}`,
    `closing='${closingPairs(headers).join(' ')}'`,
    ...table('inside', inside.pieces),
    ...table('behind', behind.pieces),
    'unpack() {',
    ...data.flatMap(([name, bytes]) => [
      `{ :`,
      ...printfLines(bytes),
      `} >"$work/${name}"`,
      `whole ${name} ${bytes.length}`,
    ]),
    '}',
    wordedFor(subject, patch, SH_BODY.functions),
    'main "$@"',
    '',
  ].join('\n')
}

/** Each line is a call of `$1`, which gets unit, place in the image, place in the file and count. */
const table = (name: string, pieces: readonly Piece[]): readonly string[] => [
  `${name}() {`,
  ':',
  ...pieces.map(({ unit, at, from, count }) => `"$1" ${unit} ${at} ${from} ${count}`),
  '}',
]

interface Layout {
  readonly pieces: readonly Piece[]
  /** The file of one side: what the pieces hold, one behind the other. */
  bytes(side: 'before' | 'after'): Uint8Array
}

interface Part {
  readonly run: PatchRun
  readonly from: number
  readonly to: number
}

/**
 * Whole blocks first, so that each has a place in the file that is one of a block; then, byte by byte, the
 * parts of blocks before and behind an old end that is inside of one.
 */
function layOut(runs: readonly PatchRun[]): Layout {
  const whole: Part[] = []
  const rest: Part[] = []
  for (const run of runs) {
    const end = endOf(run)
    const from = Math.min(end, Math.ceil(run.offset / PATCH_BLOCK) * PATCH_BLOCK)
    const to = Math.max(from, Math.floor(end / PATCH_BLOCK) * PATCH_BLOCK)
    if (to > from) whole.push({ run, from, to })
    if (from > run.offset) rest.push({ run, from: run.offset, to: from })
    if (end > to) rest.push({ run, from: to, to: end })
  }
  const parts = [
    ...whole.map((part) => ({ ...part, unit: PATCH_BLOCK })),
    ...rest.map((part) => ({ ...part, unit: 1 })),
  ]
  let length = 0
  const placed = parts.map((part) => {
    const start = length
    length += part.to - part.from
    return { ...part, start }
  })
  return {
    pieces: placed.map(({ unit, from, to, start }) => ({
      unit,
      at: from / unit,
      from: start / unit,
      count: (to - from) / unit,
    })),
    bytes: (side) => {
      const bytes = new Uint8Array(length)
      for (const { run, from, to, start } of placed) {
        const content = run[side]
        if (content?.kind !== 'bytes') continue
        bytes.set(bytesOf(content).subarray(from - run.offset, to - run.offset), start)
      }
      return bytes
    },
  }
}
