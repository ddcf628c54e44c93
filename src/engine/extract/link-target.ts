/** Whether a link may be made: whoever writes through it later must stay in the folder that was taken out. */

/**
 * Why not, in words that go on a sentence; `path` is where the link is to be, in names between which stands `/`, in
 * the folder that must not be left. `..` is followed by names only: the folders above a link are known to be folders,
 * while a name in its target may be a link itself, from which `..` leads elsewhere.
 */
export function whyNoLink(path: string, target: string): string | undefined {
  if (target === '') return 'it says nothing of where it leads'
  if (/[\0\p{Cs}]/u.test(target)) return 'where it leads is no text'
  if (target.startsWith('/') || /^[a-z]:|\\/i.test(target)) {
    return 'it leads to an absolute place, which would be one of this machine'
  }
  let above = path.split('/').length - 1
  let isBelow = false
  for (const name of target.split('/')) {
    if (name === '' || name === '.') continue
    if (name !== '..') isBelow = true
    else if (isBelow) return 'it leads up again from another name, which may be a link'
    else if (--above < 0) return 'it leads out of the folder that is taken out'
  }
  return undefined
}
