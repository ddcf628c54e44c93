/** Names that a raw image must not have: everybody who reads them expects another format. */
import { basename } from 'node:path'
import { Usage } from '../failure.ts'

/** Endings of formats that are not written here, each with what makes such a file of a raw image. */
const OTHERS: Readonly<Record<string, string | undefined>> = {
  // Else its size would be rounded to whole cylinders.
  vhd: 'vpc -o force_size=on',
  avhd: 'vpc -o force_size=on',
  vhdx: 'vhdx',
  avhdx: 'vhdx',
  vmdk: 'vmdk',
  vdi: 'vdi',
  qcow: 'qcow',
  qcow2: 'qcow2',
  qed: 'qed',
  vhds: undefined,
  e01: undefined,
  ex01: undefined,
}

/** Throws a `Usage` where `out` ends as a file of another format does, in any case. */
export function requireRawName(out: string): void {
  const [, stem = '', ending = ''] = /^(.*)\.([a-z0-9]+)$/is.exec(basename(out)) ?? []
  const format = ending.toLowerCase()
  if (!Object.hasOwn(OTHERS, format)) return
  const raw = `${stem}.raw`
  const converter = OTHERS[format]
  const convert =
    converter === undefined
      ? ''
      : ` Then “qemu-img convert -f raw -O ${converter} ${raw} ${basename(out)}” makes what you want.`
  throw new Usage(
    `What is exported is a raw image, and “${basename(out)}” is the name of another format: name it ${raw} or ${stem}.img.${convert}`,
  )
}
