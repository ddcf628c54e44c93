/** `extract`: files of the guest, taken out. */
import { HASH_ALGORITHMS } from '../../engine/bytes/hash/hash-names.ts'
import { KIND_WORDS } from '../../engine/extract/extract-words.ts'
import { planExtract, type Selected, type Selection } from '../../engine/extract/plan-extract.ts'
import type { VolumeFiles } from '../../engine/files/volume-files.ts'
import type { FoundPath } from '../../engine/guest/paths.ts'
import { defineCommand } from '../command.ts'
import { WITH_HOLES } from '../exit-status.ts'
import { Failure, Usage } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { extractFile, extractTar } from '../guest/extract-file.ts'
import { extractFolder } from '../guest/extract-folder.ts'
import type { ExtractJob } from '../guest/extract-job.ts'
import { extractStream } from '../guest/extract-stream.ts'
import { find, walkedFrom } from '../guest/list-files.ts'
import { onlyVolume, withGuest } from '../guest/open-volume.ts'
import { Tally } from '../guest/tally.ts'
import { Sources } from '../images/make-image.ts'
import type { Io } from '../io.ts'
import {
  asText,
  BEFORE_OPTION,
  CHAIN_OPTIONS,
  choice,
  flag,
  VOLUME_OPTIONS,
  value,
} from '../options.ts'
import { printable } from '../printable.ts'
import { givenUpLine } from '../summaries/chain-summary.ts'

export const extract = defineCommand({
  name: 'extract',
  summary: 'Takes a file or a folder out of the guest, as it is after the replay.',
  details: [
    'PATH is one in the volume, as “files” prints it. A file becomes the file OUT, and a folder the folder OUT, which appears when all of it is there. Nothing is overwritten, nothing is run, and only this user may read it.',
    'Names that this machine cannot have, or that would leave OUT, are made safe. A link is made only where it leads to a place in OUT; devices, pipes and sockets are not made. All that is said. With --tar modes, owners and links are kept as they are in the guest, but for set-user-ID, set-group-ID and sticky bits.',
    'What cannot be read is zero in OUT, or not there: that is said, and the exit status is 3.',
  ],
  operands: {
    image: { what: 'an image' },
    path: { what: 'a path in the guest' },
    out: { what: 'the file or folder to make' },
  },
  options: {
    tar: flag('OUT is a tar archive (POSIX pax), also of one file.'),
    stream: value(
      'NAME',
      'Only this stream of PATH, a content beside the main one (NTFS), as “files --json” names it.',
      asText,
    ),
    ...VOLUME_OPTIONS,
    hash: choice(
      HASH_ALGORITHMS,
      'Print the hash of each file that is written, as sha256sum -c takes it, and nothing else on the standard output.',
    ),
    ...BEFORE_OPTION,
    ...CHAIN_OPTIONS,
  },
  async run({ image: path, path: inGuest, out, tar, stream, hash: algorithm, ...options }, io) {
    if (tar && stream !== undefined) {
      throw new Usage('--stream takes out one content, and --tar makes an archive: one of them.')
    }
    const identity = await identityOf(path)
    return withGuest(path, { ...options, what: 'taking out files' }, io, async (disk) => {
      const { layers, chain, state } = disk
      const volume = onlyVolume(disk)
      for (const note of volume.files.notes) io.err(`${printable(note)}\n`)
      const found = await find(volume, inGuest, io)
      const parents = chain.parents.map(({ file }) => file.name)
      const sources = await Sources.of([path, ...parents], { [path]: identity })
      const tally = new Tally(io)
      const job = { layers, volume, sources, algorithm, tally }
      const status = await takeOut({ found, out, tar, stream }, job, io)
      for (const problem of volume.problems()) tally.problem(problem)
      const after = state === 'after' ? ', as it is after the replay' : ''
      // With hashes, what a program such as sha256sum can check stands alone where it reads.
      const tell = algorithm ? io.err : io.out
      tell(`${tally.summary(out, after)}\n`)
      return status || tally.status || (givenUpLine(chain) === '' ? 0 : WITH_HOLES)
    })
  },
})

interface Wish {
  readonly found: FoundPath
  readonly out: string
  readonly tar: boolean
  readonly stream: string | undefined
}

async function takeOut(
  { found, out, tar, stream }: Wish,
  job: ExtractJob,
  io: Io,
): Promise<number> {
  const { volume } = job
  if (stream !== undefined) return extractStream({ found, stream, out }, job, io)
  if (tar) return extractTar(out, selectionOf(volume, found), job, io)
  if (found.kind === 'directory') {
    await extractFolder(out, walkedFrom(volume, found), job, io)
    return 0
  }
  const names = { target: 'tar' } as const
  const selection = { entries: [selectedOf(volume, found)] }
  for await (const item of planExtract(volume.files, selection, { names })) {
    if (item.kind === 'file') return extractFile(out, { ...item, isRenamed: false }, job, io)
    if (item.kind === 'problem') job.tally.add(item)
    if (item.kind === 'link') {
      throw new Failure(
        printable(`${found.path} is a link: PATH has to be where it leads, “${item.target}”.`),
      )
    }
    if (item.kind === 'special') {
      throw new Failure(
        printable(`${found.path} is a ${KIND_WORDS[item.what]}, which has no content.`),
      )
    }
  }
  throw new Failure(printable(`${found.path} cannot be read.`))
}

/** The root has no name of its own: what is in it stands at the top of an archive. */
const selectionOf = (volume: VolumeFiles, found: FoundPath): Selection =>
  found.entry === undefined
    ? { inside: walkedFrom(volume, found) }
    : { entries: [selectedOf(volume, found)] }

const selectedOf = (volume: VolumeFiles, found: FoundPath): Selected => {
  const { name, node, parent } = walkedFrom(volume, found)
  return { name, node, parent }
}
