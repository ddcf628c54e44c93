/** Names of new images: everybody who reads one expects the format that its ending says. */
import { basename } from 'node:path'
import { FORMAT_WORDS, type ImageFormat } from '../../engine/new-image/format-words.ts'
import { Usage } from '../failure.ts'

/** Endings of formats that are not written here, each with what makes such a file of a raw image. */
const OTHERS: Readonly<Record<string, string | undefined>> = {
  avhd: undefined,
  avhdx: undefined,
  vmdk: 'vmdk',
  vdi: 'vdi',
  qcow: 'qcow',
  qcow2: 'qcow2',
  qed: 'qed',
  vhds: undefined,
  e01: undefined,
  ex01: undefined,
}

/** How the formats are chosen that an ending may stand for. */
const CHOICES: Readonly<Record<string, string>> = {
  vhdx: 'with --format vhdx, or vhdx-fixed, it is a VHDX',
  vhd: 'with --format vhd it is a fixed VHD',
}

/** Throws a `Usage` where `out` ends as a file of another format does, in any case, or not as one of this format. */
export function requireImageName(out: string, format: ImageFormat): void {
  const name = basename(out)
  const [, stem = name, written = ''] = /^(.*)\.([a-z0-9]+)$/is.exec(name) ?? []
  const ending = written.toLowerCase()
  if (format === 'raw') requireRawName(name, stem, ending)
  else if (ending !== FORMAT_WORDS[format].ending) {
    const wanted = FORMAT_WORDS[format]
    const right = Object.hasOwn(OTHERS, ending) || Object.hasOwn(CHOICES, ending) ? stem : name
    throw new Usage(
      `With --format ${format} ${wanted.name} is written, which “${name}” does not say: name it ${right}.${wanted.ending}.`,
    )
  }
}

function requireRawName(name: string, stem: string, ending: string): void {
  const isChoice = Object.hasOwn(CHOICES, ending)
  if (!isChoice && !Object.hasOwn(OTHERS, ending)) return
  const raw = `${stem}.raw`
  const converter = OTHERS[ending]
  const other = isChoice
    ? ` Or say what it is to be: ${CHOICES[ending]}.`
    : converter === undefined
      ? ''
      : ` Then “qemu-img convert -f raw -O ${converter} ${raw} ${name}” makes what you want.`
  throw new Usage(
    `What is exported is a raw image, and “${name}” is the name of another format: name it ${raw} or ${stem}.img.${other}`,
  )
}
