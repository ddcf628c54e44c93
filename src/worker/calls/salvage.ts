/** Calls about what can be made of a damaged file. */
import { listSalvages } from '../../engine/salvage/list-salvages.ts'
import { planSalvage } from '../../engine/salvage/plan-salvage.ts'
import { salvageReport, viewSalvaged } from '../../engine/salvage/salvaged.ts'
import { applies, idsOf } from '../../engine/salvage/way.ts'
import { CallError } from '../client.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export const salvageCalls = ({ current }: Session): HandlersOf<'salvage'> => ({
  list: async (_, run) => {
    const { file } = current
    await file.survey(runOf(run))
    const { alone, together, others, best } = await listSalvages(
      file.inspected,
      idsOf(file.ids),
      runOf(run),
    )
    return {
      alone: alone.map(salvageReport),
      together: together && salvageReport(together),
      best: best?.ways ?? [],
      others,
    }
  },
  choose: async ({ ways, values = {} }, run) => {
    const { file } = current
    const part = runOf(run)
    await file.survey(part)
    const choices = { ways, values: new Map(Object.entries(values)) }
    const plan = await planSalvage(file.inspected, choices, idsOf(file.ids), part)
    if (!applies(plan)) {
      throw new CallError('cannot-salvage', plan.why, { setting: plan.setting })
    }
    const viewed = await viewSalvaged(file.inspected, plan, part)
    await file.choose({ plan, report: salvageReport(plan), viewed }, part)
    return file.opened(part)
  },
  drop: async (_, run) => {
    const { file } = current
    await file.choose(undefined, runOf(run))
    return file.opened(runOf(run))
  },
})
