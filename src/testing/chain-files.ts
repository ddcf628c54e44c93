/** Files of differencing chains for tests: descriptions, and what a chain takes them for. */
import { type Guid, guid } from '../engine/bytes/guid.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import type { ChainFile } from '../engine/disk/chain/chain-file.ts'
import { chainFileOf } from '../engine/disk/chain/inspected-file.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { judgedParent, type ReadAs } from '../engine/looks/judge-parent.ts'
import { REPLAY_IDS } from './our-replay.ts'

/** A GUID for each number below 256. */
export const numberedGuid = (number: number): Guid =>
  guid(`11111111-2222-4333-8444-5555555555${number.toString(16).padStart(2, '0')}`)

/** The parent locator of a child whose parent has that DataWriteGuid. */
export const parentOf = (
  linkage: Guid,
  name = 'parent.vhdx',
): Pick<ImageDescription, 'kind' | 'parent'> => ({
  kind: 'differencing',
  parent: {
    pairs: [
      ['parent_linkage', `{${linkage}}`],
      ['absolute_win32_path', `C:\\Disks\\${name}`],
      ['relative_path', `.\\${name}`],
    ],
  },
})

/** Judged by itself, too. */
export async function parentFile(
  name: string,
  image: ImageDescription,
  { readAs = 'after', acceptsChange = false }: ParentChoice = {},
): Promise<ChainFile> {
  const inspected = await inspect(buildImage(image), REPLAY_IDS)
  return { ...(await judgedParent(name, inspected, readAs)), acceptsChange }
}

export interface ParentChoice extends Pick<ChainFile, 'acceptsChange'> {
  readonly readAs?: ReadAs
}

export async function chainFile(
  name: string,
  image: ImageDescription | SparseFile,
): Promise<ChainFile> {
  const source = image instanceof SparseFile ? image : buildImage(image)
  return chainFileOf(name, await inspect(source, REPLAY_IDS))
}
