/** Which ways of salvage are taken: all that there are, each with what it would make of the file. */
import { useEffect, useState } from 'react'
import {
  SALVAGE_WAYS,
  SALVAGE_WORDS,
  type SalvageWayId,
  type SalvageWords,
} from '../../../engine/salvage/salvage-words.ts'
import type { SalvageOffers } from '../../../worker/protocol/salvage.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from '../../ui/dialog-body.module.css'
import { Problem } from '../../ui/problem.tsx'
import { SalvageWayField } from './salvage-way-field.tsx'

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
  const [chosen, setChosen] = useState(() => firstChoice(asked, offers.best))
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  // Whoever changes the choice has read why the one before was none.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the choice that counts
  useEffect(() => setRefused(undefined), [chosen, values])

  const alone = new Map(offers.alone.map((report) => [report.ways[0], report]))
  const whyNot = new Map(offers.others.map(({ way, why }) => [way, why]))
  const joined = offers.together?.ways ?? NO_WAYS
  const offered = SALVAGE_WAYS.filter((way) => alone.has(way) || joined.includes(way))
  const others = SALVAGE_WAYS.filter((way) => !offered.includes(way))
  const toggle = (way: SalvageWayId) =>
    setChosen(chosen.includes(way) ? chosen.filter((each) => each !== way) : [...chosen, way])
  const show = async () => {
    setBusy(true)
    const why = await salvage(chosen, valuesOf(chosen, values))
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
      values={values}
      onToggle={() => toggle(way)}
      onValue={(name, value) => setValues({ ...values, [name]: value })}
    />
  )

  return (
    <form
      className="stack loose"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen.length > 0 && !busy) void show()
      }}
    >
      {offered.length === 0 ? (
        <p>No way of salvage applies to this file.</p>
      ) : (
        <fieldset className="stack">
          <legend className="unseen">Ways that apply</legend>
          {offered.map(field)}
        </fieldset>
      )}
      <details>
        <summary>Ways that do not apply by themselves, and why</summary>
        <fieldset className="stack">
          <legend className="unseen">Ways that do not apply by themselves</legend>
          {others.map(field)}
        </fieldset>
      </details>
      {refused && <Problem text={refused} />}
      <p className={`actions ${styles.actions}`}>
        <button
          type="submit"
          data-kind="primary"
          data-first-focus=""
          disabled={chosen.length === 0}
          aria-disabled={busy || undefined}
        >
          {busy ? 'Salvaging…' : 'Preview the salvage'}
        </button>
      </p>
    </form>
  )
}

/** What was asked for, and all that leads further with it. */
const firstChoice = (
  asked: readonly SalvageWayId[],
  best: readonly SalvageWayId[],
): readonly SalvageWayId[] => (asked.every((way) => best.includes(way)) ? best : asked)

/** Only what the chosen ways ask for, and only what was typed. */
const valuesOf = (
  chosen: readonly SalvageWayId[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const known = chosen.flatMap((way) => {
    const { settings = {} }: SalvageWords = SALVAGE_WORDS[way]
    return Object.keys(settings)
  })
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => known.includes(name) && value.trim() !== ''),
  )
}
