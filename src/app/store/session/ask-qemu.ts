/** Where QEMU would make something else of a log, that is one of the findings. */
import { NIL_GUID } from '../../../engine/bytes/guid.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import type { SessionActions } from '../state.ts'

const namesLog = ({ outcome, headers }: Inspection): boolean =>
  outcome !== 'not-vhdx' && (headers.current?.values?.logGuid ?? NIL_GUID) !== NIL_GUID

/** The inspection with that finding, if there is a log for it to be about. Never rejects. */
export async function askQemu(
  inspection: Inspection,
  call: SessionActions['call'],
): Promise<Inspection | undefined> {
  if (!namesLog(inspection)) return undefined
  try {
    return (await call('qemu.read', {})).inspection
  } catch {
    // Who looks at what other tools would do asks again, and is told.
    return undefined
  }
}
