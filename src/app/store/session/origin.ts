/** How an image that is no file of the user is opened, by where it comes from. */

import type { CallOptions, Client } from '../../../worker/client.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import type { Origin } from '../state.ts'

export type Begin = (client: Client, options: CallOptions) => Promise<Opened>

type MadeOrigin = Exclude<Origin, { kind: 'file' }>

export function beginFrom(origin: MadeOrigin): Begin {
  if (origin.kind === 'kept') {
    const { name } = origin
    return (client, options) => client.call('workbench.open', { name }, options)
  }
  const { recipe, base, sample } = origin
  return recipe === undefined && sample !== undefined
    ? (client, options) => client.call('recipe.openSample', { sample }, options)
    : (client, options) => client.call('recipe.open', { recipe, base }, options)
}

/** What it is called where it has no better name. */
export function nameOf(origin: MadeOrigin): string {
  if (origin.kind === 'kept') return origin.name
  return `${origin.sample ?? 'recipe'}.vhdx`
}
