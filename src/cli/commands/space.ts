/** `space`: where the bytes of a file go, and what a compact copy would have. */
import { basename } from 'node:path'
import {
  copyWords,
  DOUBTFUL_OWNERS,
  partWords,
  runWords,
  sharesFound,
  volumeSpaceWords,
} from '../../engine/account/account-words.ts'
import type { Bounds } from '../../engine/account/estimate.ts'
import { lookAtData } from '../../engine/account/look-at-data.ts'
import { SHARE_NAMES } from '../../engine/account/share-words.ts'
import { accountSpace, type SpaceAccount } from '../../engine/account/space-account.ts'
import { exactSize, formatCount } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import type { Refused } from '../../engine/bytes/refused.ts'
import { visibleJson } from '../../engine/bytes/visible-text.ts'
import { readGuestSpace, type VolumeSpace } from '../../engine/disk/guest-space.ts'
import { MIB } from '../../engine/format/layout.ts'
import { isDirty } from '../../engine/inspect/inspect.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { FREE_AT_RISK, FREE_BEFORE_REPLAY } from '../../engine/new-image/droppable.ts'
import { needsData } from '../../engine/skeleton/skeleton-words.ts'
import { chartImage } from '../../engine/space/chart-file.ts'
import { defineCommand } from '../command.ts'
import { FAILURE } from '../exit-status.ts'
import { Failure } from '../failure.ts'
import { withChain } from '../files/open-chain.ts'
import { openDisk } from '../files/open-disk.ts'
import { putOut } from '../files/put-out.ts'
import { withImage } from '../files/read-image.ts'
import { BEFORE_OPTION, CHAIN_OPTIONS, flag, JSON_OPTION } from '../options.ts'
import { printable } from '../printable.ts'
import { changedLines, riskLines, risksOf } from '../summaries/chain-summary.ts'
import { wrap } from '../wrap.ts'

export const space = defineCommand({
  name: 'space',
  summary:
    'Says where the bytes of an image go, and how large a compact copy of its disk would be.',
  details: [
    'Each byte of the file is in one share, so that they add up to its size. What the guest uses and what it has free is known by the bitmaps of its file systems.',
    'With --zeros the data are read, too: blocks of zeros, which a compact copy leaves out, and whether there are data in space that no entry owns.',
  ],
  operands: { image: { what: 'one image' } },
  options: {
    zeros: flag(
      'Look for blocks of zeros, and for data in space that no entry owns: reads the data.',
    ),
    ...JSON_OPTION,
    ...BEFORE_OPTION,
    ...CHAIN_OPTIONS,
  },
  run: ({ image: path, zeros, json, before, ...options }, io) =>
    withImage(path, NIL_GUID, io, (image) =>
      withChain(image, options, io, async (chain) => {
        const disk = await openDisk(image, before, chain, io)
        if (typeof disk === 'number') return disk
        const { layers, state } = disk
        const run = { signal: io.signal, pause: io.pause }
        const read =
          (state === 'after' ? image.inspected.update?.after : undefined) ?? image.inspected.before
        if (zeros && read.source.held) throw new Failure(needsData('a look for zeros'))
        const charted = await chartImage(read, run)
        const guest = await readGuestSpace(layers, read.bat?.geometry.blockSize ?? MIB, run)
        const look = zeros ? await lookAtData({ charted, layers }, run) : undefined
        const isTorn = state === 'before' && isDirty(image.inspected.before)
        const whyKept =
          riskLines(chain) === '' ? (isTorn ? FREE_BEFORE_REPLAY : undefined) : FREE_AT_RISK
        const given = { charted, layers, guest, whyKept, look }
        const { account } = await accountSpace(given, run)
        const text = json
          ? [`${visibleJson(jsonOf(account, { state, ...risksOf(chain) }))}\n`]
          : linesOf(account, basename(path), state)
        io.err(riskLines(chain) + changedLines(chain))
        return (await putOut(text, io)) ? 0 : FAILURE
      }),
    ),
})

/** What it means is in docs/space.md. */
const jsonOf = (account: SpaceAccount, facts: object) => {
  const { size, bytes, isKnown, isLookedAt, runs, volumes, copy } = account
  return {
    spaceVersion: 1,
    ...facts,
    size,
    shares: bytes,
    ownersKnown: isKnown,
    dataRead: isLookedAt,
    runs,
    volumes: volumes.map(volumeOf),
    compact: {
      files: copy.files,
      now: copy.now,
      size: boundsOf(copy.plain),
      withoutFree: boundsOf(copy.withoutFree),
    },
  }
}

const boundsOf = (bounds: Bounds | Refused) => ('ok' in bounds ? { reason: bounds.reason } : bounds)

const volumeOf = ({ partition, fileSystem, at, space }: VolumeSpace) => ({
  ...(partition && { partition: partition.number }),
  ...(fileSystem && { fileSystem: fileSystem.kind }),
  offset: at.offset,
  length: at.length,
  ...(space.ok
    ? { unitSize: space.unitSize, free: space.freeBytes, doubts: space.doubts }
    : { reason: space.reason }),
})

function* linesOf(account: SpaceAccount, name: string, state: State): Generator<string> {
  const { size, bytes, isKnown, runs, volumes, copy } = account
  const after = state === 'after' ? ', as it is after the replay' : ''
  yield `${printable(name)}: ${exactSize(size)}${after}\n\n`
  for (const share of sharesFound(bytes)) {
    yield line(SHARE_NAMES[share], bytes[share], partWords(bytes[share], size))
  }
  yield line('The file', size, '')
  yield '\n'
  const words = [
    ...(isKnown ? [] : [DOUBTFUL_OWNERS]),
    ...copyWords(copy),
    runWords(runs),
    ...volumes.map(volumeSpaceWords),
  ]
  for (const text of words) yield `${wrap(printable(text))}\n`
}

const line = (name: string, bytes: number, part: string): string =>
  `${`${name.padEnd(32)}${formatCount(bytes).padStart(20)}${part.padStart(14)}`.trimEnd()}\n`
