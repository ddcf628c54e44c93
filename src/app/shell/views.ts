/** The screens of an open file, by their ids. */
import type { ComponentType } from 'react'
import type { ViewId } from '../store/state.ts'
import { BlocksView } from '../views/blocks/blocks-view.tsx'
import { BytesView } from '../views/bytes/bytes-view.tsx'
import { DiskView } from '../views/disk/disk-view.tsx'
import { EditView } from '../views/edit/edit-view.tsx'
import { FindingsView } from '../views/findings/findings-view.tsx'
import { LabView } from '../views/lab/lab-view.tsx'
import { LogView } from '../views/log/log-view.tsx'
import { OverviewView } from '../views/overview/overview-view.tsx'
import { ReplayView } from '../views/replay/replay-view.tsx'
import { ReportView } from '../views/report/report-view.tsx'
import { StructureView } from '../views/structure/structure-view.tsx'

export const VIEWS: Readonly<
  Record<ViewId, { readonly name: string; readonly component: ComponentType }>
> = {
  overview: { name: 'Overview', component: OverviewView },
  findings: { name: 'Findings', component: FindingsView },
  structure: { name: 'Structure', component: StructureView },
  log: { name: 'Log', component: LogView },
  replay: { name: 'Replay', component: ReplayView },
  blocks: { name: 'Blocks', component: BlocksView },
  disk: { name: 'Disk', component: DiskView },
  bytes: { name: 'Bytes', component: BytesView },
  edit: { name: 'Edit', component: EditView },
  lab: { name: 'Lab', component: LabView },
  report: { name: 'Report', component: ReportView },
}
