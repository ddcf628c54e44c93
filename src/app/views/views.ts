/** The screens of an open file, by their ids. */
import type { ComponentType } from 'react'
import type { ViewId } from '../store/state.ts'
import { BlocksView } from './blocks/blocks-view.tsx'
import { BytesView } from './bytes/bytes-view.tsx'
import { DiskView } from './disk/disk-view.tsx'
import { EditView } from './edit/edit-view.tsx'
import { FindingsView } from './findings/findings-view.tsx'
import { LabView } from './lab/lab-view.tsx'
import { LogView } from './log/log-view.tsx'
import { OverviewView } from './overview/overview-view.tsx'
import { ReplayView } from './replay/replay-view.tsx'
import { ReportView } from './report/report-view.tsx'
import { StructureView } from './structure/structure-view.tsx'

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
