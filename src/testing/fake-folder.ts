/** A folder as the File System API has it, in memory. */
import { type Failures, fakeFileHandle } from './fake-file-handle.ts'

type FakeFile = ReturnType<typeof fakeFileHandle>

export interface FakeFolder extends FileSystemDirectoryHandle {
  /** Paths of all that is in it; those of folders end with a slash. */
  paths(): readonly string[]
  /** Of a file; throws where there is none. */
  content(path: string): Promise<Uint8Array>
}

const failure = (name: string): DOMException => new DOMException(`fake ${name}`, name)

/** `failuresOf` says what goes wrong with a file of that name. */
export function fakeFolder(
  name = 'Recovered',
  failuresOf: (name: string) => Failures | undefined = () => undefined,
): FakeFolder {
  const children = new Map<string, FakeFile | FakeFolder>()

  const get = async <K extends 'file' | 'directory'>(
    kind: K,
    child: string,
    make: (() => FakeFile | FakeFolder) | undefined,
  ) => {
    const known = children.get(child)
    if (known && known.kind !== kind) throw failure('TypeMismatchError')
    if (!known && !make) throw failure('NotFoundError')
    const found = known ?? (make as () => FakeFile | FakeFolder)()
    children.set(child, found)
    return found
  }

  const folder = {
    kind: 'directory',
    name,
    getFileHandle: (child: string, options?: { create?: boolean }) =>
      get('file', child, options?.create ? () => fakeFileHandle(failuresOf(child)) : undefined),
    getDirectoryHandle: (child: string, options?: { create?: boolean }) =>
      get('directory', child, options?.create ? () => fakeFolder(child, failuresOf) : undefined),
    async removeEntry(child: string) {
      if (!children.delete(child)) throw failure('NotFoundError')
    },
    paths: (): readonly string[] =>
      [...children].flatMap(([child, handle]) =>
        handle.kind === 'file'
          ? [child]
          : [`${child}/`, ...(handle as FakeFolder).paths().map((path) => `${child}/${path}`)],
      ),
    async content(path: string): Promise<Uint8Array> {
      const [first = '', ...rest] = path.split('/')
      const child = children.get(first)
      if (child?.kind === 'file') return (child as FakeFile).content()
      if (!child) throw failure('NotFoundError')
      return (child as FakeFolder).content(rest.join('/'))
    },
  }
  return folder as unknown as FakeFolder
}
