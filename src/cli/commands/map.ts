/** `map`: where the bytes of the virtual disk are. */
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { diskSize } from '../../engine/disk/layers.ts'
import type { ChainExtent } from '../../engine/disk/map-chain.ts'
import { walkDisk } from '../../engine/disk/walk-disk.ts'
import { defineCommand } from '../command.ts'
import { FAILURE } from '../exit-status.ts'
import { withChain } from '../files/open-chain.ts'
import { openDisk } from '../files/open-disk.ts'
import { putOut } from '../files/put-out.ts'
import { withImage } from '../files/read-image.ts'
import { BEFORE_OPTION, CHAIN_OPTIONS, JSON_OPTION } from '../options.ts'
import { changedLines, riskLines, risksOf } from '../summaries/chain-summary.ts'

export const map = defineCommand({
  name: 'map',
  summary: 'Says where each part of the virtual disk is.',
  operands: { image: { what: 'one image' } },
  options: { ...JSON_OPTION, ...BEFORE_OPTION, ...CHAIN_OPTIONS },
  run: ({ image: path, json, before, ...options }, io) =>
    withImage(path, NIL_GUID, io, (image) =>
      withChain(image, options, io, async (chain) => {
        const disk = await openDisk(image, before, chain, io)
        if (typeof disk === 'number') return disk
        const size = diskSize(disk.layers)
        const extents = walkDisk(disk.layers, { offset: 0, length: size }, { signal: io.signal })
        const facts = { state: disk.state, size, ...risksOf(chain) }
        const text = json ? jsonOf(extents, facts) : linesOf(extents)
        io.err(riskLines(chain) + changedLines(chain))
        return (await putOut(text, io)) ? 0 : FAILURE
      }),
    ),
})

/** An extent as the answer has it. */
function plain(extent: ChainExtent): Readonly<Record<string, string | number>> {
  const { offset: start, length } = extent
  const from = extent.from === 'missing' ? 'parent' : extent.from
  return extent.from === 'file'
    ? { start, length, from, fileOffset: extent.fileOffset, ...layerOf(extent) }
    : { start, length, from }
}

/** Which parent, the nearest is 1; not said of the image itself. */
const layerOf = ({ layer }: ChainExtent) => (layer > 0 ? { layer } : {})

async function* jsonOf(
  extents: AsyncIterable<ChainExtent>,
  facts: Readonly<Record<string, string | number | readonly string[]>>,
): AsyncGenerator<string> {
  const head = JSON.stringify({ mapVersion: 1, ...facts })
  yield `${head.slice(0, -1)},"extents":[`
  let separator = '\n'
  for await (const extent of extents) {
    yield separator + JSON.stringify(plain(extent))
    separator = ',\n'
  }
  yield '\n]}\n'
}

async function* linesOf(extents: AsyncIterable<ChainExtent>): AsyncGenerator<string> {
  yield 'start          length         from\n'
  for await (const extent of extents) {
    const { start, length, from, fileOffset, layer } = plain(extent)
    const place = fileOffset === undefined ? '' : ` at ${hex(fileOffset)}`
    const owner = layer === undefined ? '' : ` of parent ${layer}`
    yield `${hex(start).padEnd(14)} ${hex(length).padEnd(14)} ${from}${place}${owner}\n`
  }
}

const hex = (value: string | number | undefined): string => `0x${Number(value).toString(16)}`
