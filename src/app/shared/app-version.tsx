/** Which version and which build of the app runs. */
import { VERSION } from '../../version.ts'
import { buildName, shortBuild } from '../ui/build.ts'

export function AppVersion() {
  const build = buildName()
  return (
    <span>
      Version {VERSION}
      {build !== undefined && (
        <>
          , build{' '}
          <code title={`The SHA-256 of the files of this build: ${build}`}>
            {shortBuild(build)}
          </code>
        </>
      )}
    </span>
  )
}
