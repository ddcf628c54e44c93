/** The file systems of the guest that were asked about: opened once for each state of the disk, with directories that were read. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { type Refused, refused } from '../../engine/bytes/refused.ts'
import { SharedWork } from '../../engine/bytes/shared-work.ts'
import { findGuestVolumes, type GuestVolume } from '../../engine/disk/guest-volumes.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { type DirectoryIndex, readDirectory } from '../../engine/files/directory-index.ts'
import {
  NOT_IN_SKELETON,
  openVolumeFiles,
  type VolumeFiles,
} from '../../engine/files/volume-files.ts'
import type { NodeId } from '../../engine/guest/guest-files.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { VolumePlace } from '../protocol/files.ts'
import type { CurrentFile } from './current-file.ts'
import { HeldByWeight } from './held-by-weight.ts'
import { layersOf } from './layers.ts'

/** Names of directories that are held at once, if one alone has no more. */
const MAX_HELD = 500_000
/** A directory counts as so many names at least. */
const LEAST = 100

type Opened = ({ readonly ok: true } & VolumeFiles) | Refused

/** The guest in one state. */
export class OpenedGuest {
  readonly layers: Layers
  readonly #volumes: SharedWork<Awaited<ReturnType<typeof findGuestVolumes>>>
  readonly #opened = new Map<VolumePlace, Promise<Opened>>()
  readonly #directories = new HeldByWeight<SharedWork<DirectoryIndex>>(MAX_HELD)

  constructor(layers: Layers) {
    this.layers = layers
    this.#volumes = new SharedWork((run) => findGuestVolumes(layers, run))
  }

  /** `undefined` where they are not in a skeleton. */
  volumes(run: Run): ReturnType<typeof findGuestVolumes> {
    return this.#volumes.get(run)
  }

  /** Refused where its files are not read, and where there is no such volume. */
  async open(place: VolumePlace, run: Run): Promise<Opened> {
    const known = this.#opened.get(place)
    if (known) return known
    const found = await this.volumes(run)
    if (found === undefined) return refused(NOT_IN_SKELETON)
    const volume = found.volumes.find(({ at }) => at.offset === place)
    return volume ? this.openVolume(volume) : refused('There is no such volume in this state.')
  }

  openVolume(volume: GuestVolume): Promise<Opened> {
    const known = this.#opened.get(volume.at.offset)
    const opened = known ?? openVolumeFiles(this.layers, volume)
    this.#opened.set(volume.at.offset, opened)
    // Who asks is told; the next one may have more luck.
    opened.catch(() => this.#opened.delete(volume.at.offset))
    return opened
  }

  async directory({ files, volume }: VolumeFiles, node: NodeId, run: Run): Promise<DirectoryIndex> {
    const key = `${volume.at.offset} ${node}`
    const work =
      this.#directories.get(key) ?? new SharedWork((own) => readDirectory(files, node, own))
    this.#directories.put(key, work, LEAST)
    const index = await work.get(run)
    this.#directories.put(key, work, LEAST + index.names.count)
    return index
  }
}

/** By the files that the disk is read through: a replay, a salvage or a parent makes another guest. */
export class OpenedGuests {
  readonly #current: CurrentFile
  readonly #held = new Map<State, OpenedGuest>()

  constructor(current: CurrentFile) {
    this.#current = current
  }

  in(state: State): OpenedGuest {
    const layers = layersOf(this.#current, state)
    const held = this.#held.get(state)
    const isSame =
      held?.layers.length === layers.length && layers.every((layer, i) => layer === held.layers[i])
    if (isSame) return held
    const opened = new OpenedGuest(layers)
    this.#held.set(state, opened)
    return opened
  }
}
