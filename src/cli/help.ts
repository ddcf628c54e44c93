/** What the command line says about itself. */

export const HELP = `VHDX Inspector: what is in a VHDX image, and what its log would change.

Usage:
  vhdx-inspector inspect IMAGE             a readable summary
  vhdx-inspector inspect IMAGE --json      the report, version 1, and nothing else; for people
                                           with --markdown, or --html as one file
  vhdx-inspector replay IMAGE OUT          writes a copy of IMAGE with its log replayed
  vhdx-inspector replay --in-place IMAGE   says what replaying the log in IMAGE itself would
                                           change, and at a terminal asks whether to do it; with
                                           --yes, does it unasked
  vhdx-inspector undo UNDOFILE IMAGE       takes a replay in place back
  vhdx-inspector patch IMAGE OUT           writes only what a replay changes, and what was there
                                           before: OUT, and the scripts OUT.sh and OUT.ps1
  vhdx-inspector apply PATCH IMAGE         replays the log in IMAGE itself by its patch; with
                                           --undo, takes that back
  vhdx-inspector hash IMAGE                SHA-256 of IMAGE, as sha256sum prints it; with
                                           --blake3, BLAKE3; with both, lines that name each
  vhdx-inspector history IMAGE             what survives of all uses of the log, the earliest
                                           first, and what each did; with --json, as data
  vhdx-inspector trace IMAGE               how the entries to be replayed are found, tail by tail;
                                           with --json, as data
  vhdx-inspector map IMAGE                 says where each part of the virtual disk is; with
                                           --json, as data
  vhdx-inspector export IMAGE OUT          writes the virtual disk as a raw image
  vhdx-inspector repaired IMAGE OUT        writes the headers, or the BAT, that a known fault of a
                                           program has damaged, as IMAGE itself proves that they
                                           should be; with --csv or --json, what changes. The
                                           bytes are for a copy: IMAGE is only read
  vhdx-inspector create OUT --size SIZE    makes an empty dynamic disk
  vhdx-inspector compose RECIPE OUT        makes the image that a recipe tells of (docs/recipes.md)

Options of replay and patch:
  --file-write-guid GUID   the FileWriteGuid that is written, instead of a random one, so that
                           a copy can be made again byte for byte
  --yes                    with --in-place: do it, without a question
  --no-undo                with --in-place: keep no undo file

Options of inspect:
  --as qemu                also what “qemu-img check -r all” would do with IMAGE, and where its
                           result differs from the specification's; IMAGE is only read
Options of inspect, with a report:
  --notes FILE             your own words, which become part of it
  --sha256, --blake3       the hash of IMAGE becomes part of it
Options of hash:
  --after                  of the copy that a replay makes, which nobody has to write for that
  --file-write-guid GUID   with --after: the FileWriteGuid of that copy; without it one is chosen
                           and said
Options of trace:
  --guid GUID              as if the header named this LogGuid, such as one of the history
Options of inspect, map and export, for a differencing disk:
  --parent FILE            a file of its chain; once for each, in any order
  --find-parents           look for parents where the relative paths lead that the files name
Options of map and export:
  --before                 the disk without the replay; else as it is after it. The disk of a
                           refused image is read so only: what its blocks hold on disk
Options of export:
  --partition N            a partition only, by its number
  --offset SIZE            from there on only
  --length SIZE            so many bytes only
  --hash ALGORITHM         sha256 or blake3: prints the hash of OUT, as sha256sum -c takes it, and
                           nothing else on the standard output

Options of create:
  --size SIZE              of the virtual disk, up to 64TiB
  --block-size SIZE        a power of two from 1MiB to 256MiB (32MiB)
  --logical-sector SIZE    512 or 4096 (512)
  --log-size SIZE          a multiple of 1MiB (1MiB)

Others: --help, --version

A SIZE is in bytes, or has a unit: KiB, MiB, GiB, TiB; in hexadecimal it begins with 0x. OUT must
not exist; it is sparse where there is nothing, and a run that fails or is interrupted leaves none,
or names what it cannot remove.
Only “undo”, “apply” and “replay --in-place” change an IMAGE, the last one with --yes or when its
question is answered with y. They do it in an order that survives a crash at any moment: the same
command again completes it. A replay in place first writes the undo file, beside IMAGE, and says its
name. “apply” first compares the size and all old bytes, and writes nothing where anything differs.
So do the scripts, which need no other program: sh OUT.sh [--undo] IMAGE, and in PowerShell 5.1
OUT.ps1 IMAGE [-Undo].

What cannot be read of a disk is zero in an export, which says so and ends with exit status 1; a disk
of which something is in a parent that is not there is refused. Each parent is read as it is after
its own replay, and none is changed.

Exit status: 0 clean, written or done; 10 the log can be replayed (inspect, and replay --in-place
where nobody has said yes); 20 refused, or nothing to repair; 30 not a VHDX; 1 an I/O failure, a
patch or an undo file of another image, or a patch that would change nothing; 2 wrong usage or a
wrong recipe.
`
