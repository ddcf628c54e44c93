import { expect, test } from 'vitest'
import { HEADER_PLACES, placeCommands, placeWords, repairOffer } from './repair-words.ts'

const at = { offset: 0, length: 8 }

test('a repair is offered only where something is proven', () => {
  const headers = (repairable: number) =>
    repairOffer({ rule: 'producer.cloud-hypervisor-headers', at, values: { repairable } })
  const bat = (changes: number) =>
    repairOffer({ rule: 'producer.qemu-shifted-bat', at, values: { changes } })
  expect([headers(1)?.part, headers(0)]).toEqual(['headers', undefined])
  expect([bat(3)?.part, bat(0)]).toEqual(['BAT', undefined])
  expect(repairOffer({ rule: 'log.dirty', at, values: { changes: 3 } })).toBeUndefined()
})

test('the commands put each piece where it belongs', () => {
  expect(placeWords(HEADER_PLACES)).toBe('4 KiB at 0x10000, then 4 KiB at 0x20000')
  expect(placeCommands('a.bin', HEADER_PLACES)).toEqual([
    'dd if=a.bin of=COPY bs=4096 skip=0 count=1 seek=16 conv=notrunc',
    'dd if=a.bin of=COPY bs=4096 skip=1 count=1 seek=32 conv=notrunc',
  ])
  expect(placeCommands('b.bin', [{ offset: 0x300000, length: 12288 }])).toEqual([
    'dd if=b.bin of=COPY bs=4096 seek=768 conv=notrunc',
  ])
})
