/** A planned image as a new file: written, read back as any reader would, and only then given its name. */
import { randomUUID } from 'node:crypto'
import { cached } from '../../engine/bytes/cached-source.ts'
import { type Guid, guid } from '../../engine/bytes/guid.ts'
import type { Hash, HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { ContentDigest } from '../../engine/new-image/content-digest.ts'
import { findImageFault } from '../../engine/new-image/find-image-fault.ts'
import type { NewImagePlan } from '../../engine/new-image/new-part.ts'
import type { NewImageIds } from '../../engine/new-image/plan-new-image.ts'
import { Failure } from '../failure.ts'
import { identityOf } from '../files/fingerprint.ts'
import { startHash } from '../files/hashing.ts'
import { makeNewFile } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
import { CACHE } from '../files/open-source.ts'
import { ANYBODY } from '../files/write-sparse.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { writeNewImage } from './write-new-image.ts'

export interface ImageJob {
  readonly plan: NewImagePlan
  readonly layers: Layers
  /** The files that it is read from, if any. */
  readonly sources?: Sources
  /** Read back before it gets its name. */
  readonly isProven: boolean
  /** Of the new file; none: no hash. */
  readonly algorithm?: HashAlgorithm | undefined
}

export interface MadeImage {
  /** That of `makeNewFile`. */
  readonly status: number
  readonly hash: Hash | undefined
}

/**
 * Who may read the first source may read the new file. Rejects with a `Failure` where the sources have changed
 * meanwhile, or what was written is not what was planned: then nothing is left.
 */
export async function makeImage(
  out: string,
  { plan, layers, sources, isProven, algorithm }: ImageJob,
  io: Io,
): Promise<MadeImage> {
  const { signal, pause } = io
  const hash = algorithm && (await startHash([algorithm], plan.size, { signal }))
  const status = await makeNewFile(
    out,
    async (file, temporary) => {
      // When the bytes reach the disk is left to the system, as cp and qemu-img do: the image is there.
      const content = isProven ? await ContentDigest.start() : undefined
      await writeNewImage(file, { plan, layers, hash, content }, { signal, pause })
      if (content) await prove(temporary, out, { plan, layers, content: content.hex() }, io)
      await sources?.holdUnchanged()
    },
    io,
    // The disk is no more public than where it is from.
    sources ? { like: sources.first } : { mode: ANYBODY },
  )
  return { status, hash: hash?.finishOne() }
}

async function prove(
  temporary: string,
  out: string,
  written: Parameters<typeof findImageFault>[1],
  { signal, pause }: Io,
): Promise<void> {
  const file = await NodeFile.open(temporary, 'r', out)
  try {
    const fault = await findImageFault(cached(file, CACHE), written, { signal, pause })
    if (fault === undefined) return
    throw new Failure(
      `${printable(out)} was read back and ${fault}, so it is not kept: has a source changed, or is its device failing?`,
    )
  } finally {
    await file.close()
  }
}

/** Files that must stay as they are while they are read. */
export class Sources {
  readonly #identities: ReadonlyMap<string, string>

  private constructor(identities: ReadonlyMap<string, string>) {
    this.#identities = identities
  }

  /** `known`: what was seen of some of them before. At least one path. */
  static async of(
    paths: readonly string[],
    known: Readonly<Record<string, string>> = {},
  ): Promise<Sources> {
    const identities = new Map<string, string>()
    for (const path of paths) identities.set(path, known[path] ?? (await identityOf(path)))
    return new Sources(identities)
  }

  get first(): string {
    const [first = ''] = this.#identities.keys()
    return first
  }

  /** Rejects with a `Failure`. */
  async holdUnchanged(): Promise<void> {
    for (const [path, identity] of this.#identities) {
      if ((await identityOf(path)) === identity) continue
      throw new Failure(`${printable(path)} has changed while it was read; is it in use?`)
    }
  }
}

const randomGuid = (): Guid => guid(randomUUID())

export const randomImageIds = (): NewImageIds => ({
  fileWriteGuid: randomGuid(),
  dataWriteGuid: randomGuid(),
  virtualDiskId: randomGuid(),
})
