/** While a skeleton is open, on every screen: of which file it is, and what that means. */
import { skeletonOf } from '../../../engine/skeleton/skeleton-words.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import styles from './skeleton.module.css'

export function SkeletonBanner() {
  const { skeleton } = useOpenFile().inspection
  if (!skeleton) return null
  return (
    <section className={`banner ${styles.banner}`} aria-label="Skeleton">
      <p>
        <bdi>{skeletonOf(skeleton.name)}</bdi>
        {skeleton.pathsBlanked && ' The paths of parents are blanked.'}
      </p>
    </section>
  )
}
