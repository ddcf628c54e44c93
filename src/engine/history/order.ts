/** Sessions in an order of time that contradicts nothing that is proven, and how sure each step of it is. */
import type { LogRegion } from '../log/log.ts'
import { type Evidence, findHints, Proofs } from './order-evidence.ts'
import type { Session } from './sessions.ts'
import { SlotCounts } from './slot-counts.ts'

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
  /** What proves one of `sessions` to be earlier than another. The cost follows what is left of the two. */
  readonly proof: (earlier: number, later: number) => Evidence | undefined
}

/** `found` are in the order of the ring, which decides where nothing else does. */
export function orderSessions(region: LogRegion, found: readonly Session[]): SessionOrder {
  const proofs = new Proofs(region, found)
  const hints = findHints(region, found)
  const { order, contradicted } = sortOut(found, proofs, hints)
  const proof = (earlier: number, later: number): Evidence | undefined => {
    const evidence = proofs.between(order[earlier] ?? -1, order[later] ?? -1)
    return evidence && { ...evidence, earlier, later }
  }
  const placeOf = new Int32Array(found.length)
  for (const [place, index] of order.entries()) placeOf[index] = place
  const likely = new Map<number, Evidence>()
  for (const hint of hints) {
    const [earlier = 0, later = 0] = [placeOf[hint.earlier], placeOf[hint.later]]
    if (later === earlier + 1 && !likely.has(later)) likely.set(later, { ...hint, earlier, later })
  }
  const sessions = order.flatMap((index, place) => {
    const session = found[index]
    if (!session) return []
    const by = proof(place - 1, place) ?? likely.get(place)
    const link = place === 0 ? undefined : linkOf(session, by)
    return [{ ...session, link, contradicted: contradicted.has(index) }]
  })
  return { sessions, proof }
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
  proofs: Proofs,
  hints: readonly Evidence[],
): { readonly order: readonly number[]; readonly contradicted: ReadonlySet<number> } {
  const waiting = new Waiting(found, proofs)
  const waitsForHints = new Int32Array(found.length)
  const behind = new Map<number, number[]>()
  for (const { earlier, later } of hints) {
    waitsForHints[later] = (waitsForHints[later] ?? 0) + 1
    const ends = behind.get(earlier)
    if (ends) ends.push(later)
    else behind.set(earlier, [later])
  }
  const ready = new Queue()
  const half = new Queue()
  const taken = new Uint8Array(found.length)
  const contradicted = new Set<number>()
  const order: number[] = []
  const last = found.findIndex(({ current }) => current)
  const offer = (index: number): void => {
    if (taken[index] || index === last || !waiting.isOver(index)) return
    if (waitsForHints[index] === 0) ready.add(index)
    else half.add(index)
  }
  const take = (index: number): void => {
    taken[index] = 1
    order.push(index)
    for (const later of behind.get(index) ?? []) {
      waitsForHints[later] = (waitsForHints[later] ?? 0) - 1
      offer(later)
    }
    for (const later of waiting.take(index)) offer(later)
  }
  for (const index of found.keys()) offer(index)
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
    if (waiting.isAwaited(last)) contradicted.add(last)
    order.push(last)
  }
  return { order, contradicted }
}

/**
 * Which sessions still wait for one that is proven to be earlier. A session waits for another one while
 * one of its entries lies where a sequence of that one lay: so each slot counts who has covered it.
 */
class Waiting {
  readonly #proofs: Proofs
  /** Whose entry lies in each slot; -1 where there is none. */
  readonly #owners: Int32Array
  readonly #counts: SlotCounts
  /** Of each session, how many of its slots somebody else has covered who is not taken yet. */
  readonly #covered: Int32Array

  constructor(found: readonly Session[], proofs: Proofs) {
    this.#proofs = proofs
    this.#owners = new Int32Array(proofs.slots).fill(-1)
    this.#covered = new Int32Array(found.length)
    const changes = new Int32Array(proofs.slots + 1)
    for (const index of found.keys()) {
      for (const { from, to } of proofs.takenBy(index)) {
        this.#owners.fill(index, from, to)
        this.#covered[index] = (this.#covered[index] ?? 0) + to - from
      }
      for (const { from, to } of proofs.coveredBy(index)) {
        changes[from] = (changes[from] ?? 0) + 1
        changes[to] = (changes[to] ?? 0) - 1
      }
    }
    const counts = new Int32Array(proofs.slots).fill(-1)
    let covering = 0
    for (const [slot, owner] of this.#owners.entries()) {
      covering += changes[slot] ?? 0
      // An entry's own sequence lies where it is: its session does not wait for itself.
      if (owner >= 0) counts[slot] = covering - 1
    }
    this.#counts = new SlotCounts(counts)
    this.#settle()
  }

  isOver(index: number): boolean {
    return this.#covered[index] === 0
  }

  /** Nobody waits for this session any more; gives those who wait for nobody now. */
  take(index: number): readonly number[] {
    for (const { from, to } of this.#proofs.takenBy(index)) {
      for (let slot = from; slot < to; slot++) this.#counts.leaveOut(slot)
    }
    for (const { from, to } of this.#proofs.coveredBy(index)) this.#counts.lower(from, to)
    return this.#settle()
  }

  /** Whether a session is proven to be earlier than any other one. */
  isAwaited(index: number): boolean {
    return this.#proofs.coveredBy(index).some(({ from, to }) => {
      const owners = this.#owners.subarray(from, to)
      return owners.some((owner) => owner >= 0 && owner !== index)
    })
  }

  #settle(): readonly number[] {
    const over: number[] = []
    for (let slot = this.#counts.takeZero(); slot !== undefined; slot = this.#counts.takeZero()) {
      const owner = this.#owners[slot] ?? 0
      const left = (this.#covered[owner] ?? 0) - 1
      this.#covered[owner] = left
      if (left === 0) over.push(owner)
    }
    return over
  }
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
