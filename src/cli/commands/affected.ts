/** `affected`: which files of the guest a replay affects, or blocks that cannot be had. */
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { parentLayers } from '../../engine/disk/chain/assemble-chain.ts'
import { defineCommand } from '../command.ts'
import { FAILURE, WITH_HOLES } from '../exit-status.ts'
import { Usage } from '../failure.ts'
import { withChain } from '../files/open-chain.ts'
import { openDisk } from '../files/open-disk.ts'
import { requireData } from '../files/open-source.ts'
import { putOut } from '../files/put-out.ts'
import { withImage } from '../files/read-image.ts'
import { isRefused, refuse } from '../files/refusal.ts'
import { asPartition, BEFORE_OPTION, CHAIN_OPTIONS, flag, JSON_OPTION, value } from '../options.ts'
import { affectedParts } from '../summaries/affected-lines.ts'
import { changedLines, riskLines, risksOf } from '../summaries/chain-summary.ts'
import { lostParts } from '../summaries/lost-lines.ts'

export const affected = defineCommand({
  name: 'affected',
  summary: 'Says which files of the guest the replay of IMAGE affects.',
  details: [
    'The disk as it is and the disk after the replay are compared, and the files on both: a path is there only before, only after, or what is there has changed. What is the same in both is not listed.',
    'Where a directory cannot be read as a whole, it is said, and the exit status is 3. What the fields of the JSON mean is in docs/guest-files.md.',
    'With --lost the files that have bytes in blocks which cannot be had, as those of an image that was cut off.',
  ],
  operands: { image: { what: 'one image' } },
  options: {
    partition: value('N', 'One partition only, by its number.', asPartition),
    lost: flag('Instead, the files that have bytes in blocks of the disk that cannot be had.'),
    ...JSON_OPTION,
    ...BEFORE_OPTION,
    ...CHAIN_OPTIONS,
  },
  run({ image: path, partition, lost, json, before, ...options }, io) {
    if (before && !lost) throw new Usage('Only with --lost is one state read: leave --before out.')
    return withImage(path, NIL_GUID, io, (image) => {
      requireData(image, 'a look at the files of the guest')
      return withChain(image, options, io, async (chain) => {
        let isWhole = true
        const onProblem = (): void => {
          isWhole = false
        }
        const asked = { partition, json, facts: risksOf(chain), onProblem }
        let texts: AsyncIterable<string>
        if (lost) {
          const disk = await openDisk(image, before, chain, io)
          if (typeof disk === 'number') return disk
          texts = lostParts(disk, asked, io)
        } else {
          if (isRefused(image)) return refuse(image, io)
          const parents = parentLayers(chain)
          texts = affectedParts(image, parents, asked, io)
        }
        io.err(riskLines(chain) + changedLines(chain))
        if (!(await putOut(texts, io))) return FAILURE
        return isWhole ? 0 : WITH_HOLES
      })
    })
  },
})
