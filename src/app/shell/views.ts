/** The screens of an open file, by their ids. */
import type { ComponentType } from 'react'
import type { Inspection } from '../../engine/inspect/inspection.ts'
import type { ViewId } from '../store/state.ts'
import { BlocksView } from '../views/blocks/blocks-view.tsx'
import { BytesView } from '../views/bytes/bytes-view.tsx'
import { DiskView } from '../views/disk/disk-view.tsx'
import { EditView } from '../views/edit/edit-view.tsx'
import { FilesView } from '../views/files/files-view.tsx'
import { FindingsView } from '../views/findings/findings-view.tsx'
import { LabView } from '../views/lab/lab-view.tsx'
import { LogView } from '../views/log/log-view.tsx'
import { OverviewView } from '../views/overview/overview-view.tsx'
import { ReplayView } from '../views/replay/replay-view.tsx'
import { ReportView } from '../views/report/report-view.tsx'
import { SalvageView } from '../views/salvage/salvage-view.tsx'
import { StructureView } from '../views/structure/structure-view.tsx'

interface View {
  readonly name: string
  readonly component: ComponentType
}

const VIEWS: Readonly<Record<ViewId, View>> = {
  overview: { name: 'Overview', component: OverviewView },
  findings: { name: 'Findings', component: FindingsView },
  structure: { name: 'Structure', component: StructureView },
  log: { name: 'Log', component: LogView },
  replay: { name: 'Replay', component: ReplayView },
  blocks: { name: 'Blocks', component: BlocksView },
  disk: { name: 'Disk', component: DiskView },
  files: { name: 'Files', component: FilesView },
  bytes: { name: 'Bytes', component: BytesView },
  edit: { name: 'Edit', component: EditView },
  lab: { name: 'Lab', component: LabView },
  report: { name: 'Report', component: ReportView },
}

const SALVAGE: View = { name: 'Salvage', component: SalvageView }

/** Where a salvage is viewed, its preview has the place of the replay's. */
export const viewOf = (view: ViewId, { update }: Pick<Inspection, 'update'>): View =>
  view === 'replay' && update?.kind === 'salvage' ? SALVAGE : VIEWS[view]
