/** The chain on the screen of the disk that is read through it; nothing for a disk without parents. */
import { useApp } from '../../store/use-app.ts'
import { ChainRail } from './chain-rail.tsx'

export function ChainPanel() {
  const chain = useApp((state) => state.chain)
  if (chain === undefined) return null
  return (
    <section className="panel" aria-labelledby="chain">
      <h2 id="chain">Chain</h2>
      <ChainRail />
    </section>
  )
}
