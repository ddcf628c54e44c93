/** The findings about an image with those about its chain and about the volumes of its disk: one list. */
import type { ChainReport } from '../disk/chain/chain-report.ts'
import { byGravity, type StatedFinding } from '../findings/finding.ts'
import type { Viewed } from '../inspect/inspect.ts'
import type { Verdict } from './verdict.ts'

/**
 * The inspection with everything that was found, worst first. Whoever diagnoses takes the one without: what is wrong
 * with a parent or in the guest is no broken rule of this file.
 */
export function withAllFindings<Read extends Pick<Viewed, 'inspection' | 'update'>>(
  read: Read,
  { volumeFindings }: Pick<Verdict, 'volumeFindings'>,
  chain: ChainReport | undefined,
): Read {
  const { inspection, update } = read
  // Locators are read in the state that counts.
  const state = update ? 'after' : 'before'
  const ofChain = (chain?.findings ?? []).map(
    ({ finding, name, place }): StatedFinding => ({
      ...finding,
      state,
      counts: true,
      ...(place > 0 && { parent: { name, place } }),
    }),
  )
  const added = [...ofChain, ...volumeFindings]
  if (added.length === 0) return read
  const findings = [...inspection.findings, ...added].sort(byGravity)
  return { ...read, inspection: { ...inspection, findings } }
}
