/** Where one is among the files of the guest, and how an address says it. */

export interface GuestPlace {
  /** Where the volume begins on the disk. */
  readonly volume: number
  /** The path of a directory, from the root of the volume. */
  readonly directory: string
  /** The name in it that is looked at. */
  readonly name?: string | undefined
}

const VOLUME = /^0x([0-9a-f]{1,14})$/i
/** Longer paths are none that anybody can go to. */
const LONGEST = 64 * 1024

/** Half of a pair of UTF-16 has no place in an address; names that are no UTF-8 have it (`guest/names.ts`). */
const encode = (text: string): string =>
  encodeURIComponent(
    text.replace(/[~\p{Cs}]/gu, (unit) => `~${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ).replaceAll('%2F', '/')

const decode = (text: string): string =>
  text.replace(/~([0-9a-f]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )

/** `undefined` where it names no volume. */
export function readGuestPlace(values: URLSearchParams): GuestPlace | undefined {
  const offset = VOLUME.exec(values.get('volume') ?? '')?.[1]
  const [path = '', name] = [values.get('path') ?? '', values.get('name')]
  if (offset === undefined || path.length > LONGEST) return undefined
  return {
    volume: Number.parseInt(offset, 16),
    directory: path.startsWith('/') ? decode(path) : '/',
    ...(name && { name: decode(name) }),
  }
}

/** The parts of an address, in order. */
export const formatGuestPlace = ({ volume, directory, name }: GuestPlace): readonly string[] => [
  `volume=0x${volume.toString(16)}`,
  ...(directory === '/' ? [] : [`path=${encode(directory)}`]),
  ...(name === undefined ? [] : [`name=${encode(name)}`]),
]
