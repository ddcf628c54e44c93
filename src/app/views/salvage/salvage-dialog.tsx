/** Which ways of salvage are taken: all that there are, each with what it would make of the file. */
import { useEffect, useState } from 'react'
import { SALVAGE_WAYS, type SalvageWayId } from '../../../engine/salvage/salvage-words.ts'
import type { SalvageOffers } from '../../../worker/protocol/salvage.ts'
import type { SalvageProblem } from '../../store/salvage.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from '../../ui/dialog-body.module.css'
import { Problem } from '../../ui/problem.tsx'
import { firstChoice, hasField, openWays, type SetValues, setBefore } from './salvage-settings.ts'
import { SalvageWayField } from './salvage-way-field.tsx'
import type { SettingFieldProps } from './setting-field.tsx'
import { type ProposedSetting, useProposals } from './use-proposals.ts'

const NO_WAYS: readonly SalvageWayId[] = []

export function SalvageDialog({ onClose }: { readonly onClose: () => void }) {
  const { data: offers, error } = usePage('salvage.list', {})
  return (
    <Dialog title="Salvage" wide onClose={onClose}>
      <p className={styles.lead}>
        Nothing in the file asks for this: you choose it. The file is not touched. What you choose
        is shown on every screen, as <strong>Salvaged</strong>, before anything is saved.
      </p>
      {error && <Problem text={error.message} />}
      {!offers && !error && <p role="status">Trying every way on this file…</p>}
      {offers && <SalvageForm offers={offers} />}
    </Dialog>
  )
}

function SalvageForm({ offers }: { readonly offers: SalvageOffers }) {
  const asked = useApp((state) => state.salvageWays)
  const { salvage } = useActions()
  const viewed = useOpenFile().inspection.salvage
  const [chosen, setChosen] = useState(() =>
    firstChoice(asked, offers.best.length > 0 ? offers.best : openWays(offers)),
  )
  const [typed, setTyped] = useState<SetValues>(() => setBefore(viewed?.values ?? []))
  const { settings, values, anew } = useProposals(offers, chosen, typed)
  const [refused, setRefused] = useState<SalvageProblem>()
  const [busy, setBusy] = useState(false)
  // Whoever changes the choice has read why the one before was none.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the choice that counts
  useEffect(() => setRefused(undefined), [chosen, typed])

  const alone = new Map(offers.alone.map((report) => [report.ways[0], report]))
  const whyNot = new Map(offers.others.map(({ way, why }) => [way, why]))
  const joined = offers.together?.ways ?? NO_WAYS
  const offered = SALVAGE_WAYS.filter((way) => alone.has(way) || joined.includes(way))
  const open = openWays(offers).filter((way) => !offered.includes(way))
  const others = SALVAGE_WAYS.filter((way) => !offered.includes(way) && !open.includes(way))
  const isRefused = refused !== undefined && hasField(settings, refused)
  const isRight = !isRefused && settings.every(({ problem }) => problem === undefined)
  const toggle = (way: SalvageWayId) =>
    setChosen(chosen.includes(way) ? chosen.filter((each) => each !== way) : [...chosen, way])
  const setValue = (name: string, value: string | undefined) => {
    const { [name]: _, ...others } = typed
    setTyped(value === undefined ? others : { ...others, [name]: value })
  }
  const fieldOf = ({ refusal, problem, text, ...setting }: ProposedSetting): SettingFieldProps => {
    const { name } = setting
    const told = refused?.setting === name ? refused.message : refusal
    return {
      ...setting,
      isSet: text !== undefined,
      typed: typed[name],
      problem: problem ?? told,
      onValue: (value) => setValue(name, value),
    }
  }
  const show = async () => {
    setBusy(true)
    const why = await salvage(chosen, values)
    setBusy(false)
    setRefused(why)
  }
  const field = (way: SalvageWayId) => (
    <SalvageWayField
      key={way}
      way={way}
      report={alone.get(way)}
      why={whyNot.get(way)}
      chosen={chosen.includes(way)}
      settings={settings.filter((setting) => setting.way === way).map(fieldOf)}
      onToggle={() => toggle(way)}
    />
  )

  return (
    <form
      className="stack loose"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen.length > 0 && isRight && !busy) void show()
      }}
    >
      {offered.length === 0 ? (
        <p>No way of salvage applies to this file{open.length > 0 && ' by itself'}.</p>
      ) : (
        <fieldset className="stack">
          <legend className="unseen">Ways that apply</legend>
          {offered.map(field)}
        </fieldset>
      )}
      {open.length > 0 && (
        <fieldset className="stack">
          <legend>Ways that apply where a value is set</legend>
          {open.map(field)}
        </fieldset>
      )}
      <details>
        <summary>Ways that do not apply by themselves, and why</summary>
        <fieldset className="stack">
          <legend className="unseen">Ways that do not apply by themselves</legend>
          {others.map(field)}
        </fieldset>
      </details>
      {refused && !isRefused && <Problem text={refused.message} />}
      <p className={`row ${styles.actions}`}>
        <button
          type="submit"
          data-kind="primary"
          data-first-focus=""
          disabled={chosen.length === 0 || !isRight}
          aria-disabled={busy || undefined}
        >
          {busy ? 'Salvaging…' : 'Preview the salvage'}
        </button>
        <span role="status" className="muted">
          {anew.length > 0 && `Proposed anew for what is set: ${anew.join(', ')}.`}
        </span>
      </p>
    </form>
  )
}
