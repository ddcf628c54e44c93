/** Calls about what can be made of a damaged file. */
import { listSalvages } from '../../engine/salvage/list-salvages.ts'
import { planSalvage, proposeSalvage } from '../../engine/salvage/plan-salvage.ts'
import type { SalvageChoices } from '../../engine/salvage/salvage-choices.ts'
import { salvageReport, viewSalvaged } from '../../engine/salvage/salvaged.ts'
import { applies, idsOf } from '../../engine/salvage/way.ts'
import { CallError } from '../client.ts'
import type { ChosenWays } from '../protocol/salvage.ts'
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
  propose: async (chosen, run) => {
    const { file } = current
    const part = runOf(run)
    await file.survey(part)
    const { inspected, ids } = file
    return proposeSalvage({ inspected, choices: choicesIn(chosen), ids: idsOf(ids), run: part })
  },
  choose: async (chosen, run) => {
    const { file } = current
    const part = runOf(run)
    await file.survey(part)
    const plan = await planSalvage(file.inspected, choicesIn(chosen), idsOf(file.ids), part)
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

const choicesIn = ({ ways, values = {} }: ChosenWays): SalvageChoices => ({
  ways,
  values: new Map(Object.entries(values)),
})
