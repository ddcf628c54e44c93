/** What other programs make of this file, as a part of the Log screen. */
import { OtherTools } from '../../shared/other-tools/other-tools.tsx'

export const OtherToolsTab = () => <OtherTools />
