/** Gzip as Node has it, for skeletons. */
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import type { Inflate } from '../../engine/skeleton/read-skeleton.ts'
import type { Gzip } from '../../engine/skeleton/write-skeleton.ts'

// What goes wrong in one of both ends the other: whoever reads is told, so that nobody else has to be.
const ignore = (): void => undefined

export const gzip: Gzip = (pieces) => pipeline(Readable.from(pieces), createGzip(), ignore)

export const inflate: Inflate = (pieces) => pipeline(Readable.from(pieces), createGunzip(), ignore)
