/** What the command line says about itself. */

export const HELP = `VHDX Inspector: what is in a VHDX image, and what its log would change.

Usage:
  vhdx-inspector inspect IMAGE             a readable summary
  vhdx-inspector inspect IMAGE --json      the report, version 1, and nothing else
  vhdx-inspector replay IMAGE OUT          writes a copy of IMAGE with its log replayed
  vhdx-inspector replay --in-place IMAGE   says what replaying the log in IMAGE itself would
                                           change; with --yes, does it
  vhdx-inspector undo UNDOFILE IMAGE       takes a replay in place back
  vhdx-inspector map IMAGE                 says where each part of the virtual disk is; with
                                           --json, as data
  vhdx-inspector export IMAGE OUT          writes the virtual disk as a raw image
  vhdx-inspector create OUT --size SIZE    makes an empty dynamic disk
  vhdx-inspector compose RECIPE OUT        makes the image that a recipe tells of (docs/recipes.md)

Options of replay:
  --file-write-guid GUID   the FileWriteGuid that is written, instead of a random one, so that
                           a copy can be made again byte for byte
  --yes                    with --in-place: do it
  --no-undo                with --in-place: keep no undo file

Options of inspect, map and export, for a differencing disk:
  --parent FILE            a file of its chain; once for each, in any order
  --find-parents           look for parents where the relative paths lead that the files name
Options of map and export:
  --before                 the disk without the replay; else as it is after it
Options of export:
  --partition N            a partition only, by its number
  --offset SIZE            from there on only
  --length SIZE            so many bytes only

Options of create:
  --size SIZE              of the virtual disk, up to 64TiB
  --block-size SIZE        a power of two from 1MiB to 256MiB (32MiB)
  --logical-sector SIZE    512 or 4096 (512)
  --log-size SIZE          a multiple of 1MiB (1MiB)

Others: --help, --version

A SIZE is in bytes, or has a unit: KiB, MiB, GiB, TiB. OUT must not exist; it is sparse where there
is nothing, and a run that fails or is interrupted leaves none. Only “replay --in-place --yes” and
“undo” change an IMAGE, in an order that survives a crash at any moment: the same command again
completes it. The undo file is written first, beside IMAGE, and its name is said.

What cannot be read of a disk is zero in an export, which says so and ends with exit status 1; a disk
of which something is in a parent that is not there is refused. Each parent is read as it is after
its own replay, and none is changed.

Exit status: 0 clean, written or done; 10 the log can be replayed (inspect, and replay --in-place
without --yes); 20 refused; 30 not a VHDX; 1 an I/O failure; 2 wrong usage or a wrong recipe.
`
