/** Sessions in an order of time that contradicts nothing that is proven, and how sure each step of it is. */
import type { LogRegion } from '../log/log.ts'
import { type Evidence, findEvidence } from './evidence.ts'
import type { Session } from './sessions.ts'

/** proven: by the numbers, as `evidence.ts` says. unknown: it may as well be the other way round. */
export type Certainty = 'proven' | 'likely' | 'unknown'

/** How a session is known to be later than the one before it in the order. */
export interface Link {
  readonly certainty: Certainty
  /** What says so: the current header, or evidence; `undefined` where nothing does. */
  readonly by: 'header' | Evidence | undefined
}

export interface OrderedSession extends Session {
  /** `undefined` of the first one. */
  readonly link: Link | undefined
  /** What is proven against this place: proofs that go round in a circle. */
  readonly contradicted: boolean
}

export interface SessionOrder {
  /** Earliest first, as far as that is known. */
  readonly sessions: readonly OrderedSession[]
  /** All that was found, by places in `sessions`. */
  readonly evidence: readonly Evidence[]
  /** Whether all evidence was looked at. */
  readonly complete: boolean
}

/** `found` are in the order of the ring, which decides where nothing else does. */
export function orderSessions(region: LogRegion, found: readonly Session[]): SessionOrder {
  const { proofs, hints, complete } = findEvidence(region, found)
  const { order, contradicted } = sortOut(found, proofs, hints)
  const placeOf = new Int32Array(found.length)
  for (const [place, index] of order.entries()) placeOf[index] = place
  const evidence = [...proofs, ...hints].map((each) => ({
    ...each,
    earlier: placeOf[each.earlier] ?? 0,
    later: placeOf[each.later] ?? 0,
  }))
  const links = new Map<number, Evidence>()
  // Proofs come first: a hint does not take the place of one.
  for (const each of evidence) {
    if (each.later === each.earlier + 1 && !links.has(each.later)) links.set(each.later, each)
  }
  const sessions = order.flatMap((index, place) => {
    const session = found[index]
    if (!session) return []
    const link = place === 0 ? undefined : linkOf(session, links.get(place))
    return [{ ...session, link, contradicted: contradicted.has(index) }]
  })
  return { sessions, evidence, complete }
}

function linkOf({ current }: Session, by: Evidence | undefined): Link {
  if (current) return { certainty: 'proven', by: 'header' }
  if (!by) return { certainty: 'unknown', by: undefined }
  return { certainty: by.kind === 'overwritten' ? 'proven' : 'likely', by }
}

/**
 * Takes again and again the first session of which all that is proven to be earlier is taken, one of
 * which also all that is likely to be earlier before others. The current one comes last.
 */
function sortOut(
  found: readonly Session[],
  proofs: readonly Evidence[],
  hints: readonly Evidence[],
): { readonly order: readonly number[]; readonly contradicted: ReadonlySet<number> } {
  const waitsFor = { proofs: new Int32Array(found.length), hints: new Int32Array(found.length) }
  const behind = new Map<number, { readonly later: number; readonly isProof: boolean }[]>()
  for (const [list, isProof] of [
    [proofs, true],
    [hints, false],
  ] as const) {
    const waiting = isProof ? waitsFor.proofs : waitsFor.hints
    for (const { earlier, later } of list) {
      waiting[later] = (waiting[later] ?? 0) + 1
      const ends = behind.get(earlier)
      if (ends) ends.push({ later, isProof })
      else behind.set(earlier, [{ later, isProof }])
    }
  }
  const ready = new Queue()
  const half = new Queue()
  const taken = new Uint8Array(found.length)
  const contradicted = new Set<number>()
  const order: number[] = []
  const offer = (index: number): void => {
    if (waitsFor.proofs[index] !== 0) return
    if (waitsFor.hints[index] === 0) ready.add(index)
    else half.add(index)
  }
  const last = found.findIndex(({ current }) => current)
  const take = (index: number): void => {
    taken[index] = 1
    order.push(index)
    for (const { later, isProof } of behind.get(index) ?? []) {
      const waiting = isProof ? waitsFor.proofs : waitsFor.hints
      waiting[later] = (waiting[later] ?? 0) - 1
      if (!taken[later] && later !== last) offer(later)
    }
  }
  for (const index of found.keys()) if (index !== last) offer(index)
  for (let first = 0; order.length < found.length - (last < 0 ? 0 : 1); ) {
    const next = ready.take(taken) ?? half.take(taken)
    if (next !== undefined) {
      take(next)
      continue
    }
    while (taken[first] || first === last) first++
    contradicted.add(first)
    take(first)
  }
  if (last >= 0) {
    if (behind.get(last)?.some(({ isProof }) => isProof)) contradicted.add(last)
    order.push(last)
  }
  return { order, contradicted }
}

/** Gives the least number first: a binary heap. What is there twice is given once. */
class Queue {
  readonly #heap: number[] = []

  add(value: number): void {
    const heap = this.#heap
    let at = heap.push(value) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if ((heap[above] ?? 0) <= value) break
      heap[at] = heap[above] ?? 0
      at = above
    }
    heap[at] = value
  }

  /** The least one that is not marked in `taken`. */
  take(taken: Uint8Array): number | undefined {
    for (;;) {
      const least = this.#pop()
      if (least === undefined || !taken[least]) return least
    }
  }

  #pop(): number | undefined {
    const heap = this.#heap
    const least = heap[0]
    const last = heap.pop()
    if (least === undefined || last === undefined || heap.length === 0) return least
    let at = 0
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const below = (heap[right] ?? Infinity) < (heap[left] ?? Infinity) ? right : left
      const value = heap[below]
      if (value === undefined || value >= last) break
      heap[at] = value
      at = below
    }
    heap[at] = last
    return least
  }
}
