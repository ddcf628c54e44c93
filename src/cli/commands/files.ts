/** `files`: what is in a directory of the guest. */
import { defineCommand } from '../command.ts'
import { FAILURE, WITH_HOLES } from '../exit-status.ts'
import { putOut } from '../files/put-out.ts'
import { find, listFiles } from '../guest/list-files.ts'
import { onlyVolume, volumeLine, withGuest } from '../guest/open-volume.ts'
import { BEFORE_OPTION, CHAIN_OPTIONS, flag, JSON_OPTION, VOLUME_OPTIONS } from '../options.ts'
import { printable } from '../printable.ts'

export const files = defineCommand({
  name: 'files',
  summary: 'Lists the files of the guest, as they are after the replay.',
  details: [
    'PATH is one in the volume, with / between its names, also of Windows; without it the root is listed. Where several volumes have files, and none is chosen, the volumes are listed. Links are not followed.',
    'A name is printed so that no terminal obeys it: other than printable characters are spelt out, as \\x1b. A / in a name is printed, and given, as \\/.',
    'What cannot be read is said, and the exit status is 3. What the fields of the JSON mean is in docs/guest-files.md.',
  ],
  operands: {
    image: { what: 'an image' },
    path: { what: 'a path in the guest', isOptional: true },
  },
  options: {
    ...VOLUME_OPTIONS,
    long: flag(
      'As ls -l: kind, permissions or attributes, links, owner, size, time and name. Times are in UTC; those without a Z are of the guest’s clock.',
    ),
    recursive: flag('All that is in the directories, too, by their paths.'),
    ...JSON_OPTION,
    ...BEFORE_OPTION,
    ...CHAIN_OPTIONS,
  },
  run: ({ image, path, json, long, recursive, ...options }, io) =>
    withGuest(image, { ...options, what: 'a list of the guest’s files' }, io, async (disk) => {
      const { volumes, state } = disk
      const isOne = volumes.filter(({ opened }) => opened.ok).length === 1
      if (path === undefined && !isOne && !json && volumes.length > 1) {
        const lines = volumes.map((volume) => `${printable(volumeLine(volume))}\n`)
        return (await putOut(lines, io)) ? 0 : FAILURE
      }
      const volume = onlyVolume(disk)
      for (const note of volume.files.notes) io.err(`${printable(note)}\n`)
      const found = await find(volume, path ?? '/', io)
      let isWhole = true
      const onProblem = (problem: string): void => {
        isWhole = false
        io.err(`${printable(problem)}\n`)
      }
      const { partition, fileSystem } = volume.volume
      const facts = {
        filesVersion: 1,
        state,
        ...(partition && { partition: partition.number }),
        fileSystem: fileSystem?.kind,
        notes: volume.files.notes,
      }
      const listing = { json, long, recursive, facts }
      if (!(await putOut(listFiles(volume, found, listing, { io, onProblem }), io))) return FAILURE
      for (const problem of volume.problems()) onProblem(problem)
      return isWhole ? 0 : WITH_HOLES
    }),
})
