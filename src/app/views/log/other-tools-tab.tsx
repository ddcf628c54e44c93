/** What other programs make of this file, as a part of the Log screen. */
import { OtherTools } from './other-tools.tsx'

export const OtherToolsTab = () => <OtherTools />
