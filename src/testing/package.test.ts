import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROJECT } from './source-files.ts'

const read = (path: string) => JSON.parse(readFileSync(join(PROJECT, path), 'utf8'))
const manifest = read('package.json')

test('every version is exact', () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([])
})

test('nothing else is needed at run time', () => {
  expect(Object.keys(manifest.dependencies)).toEqual([
    '@tanstack/react-table',
    'hash-wasm',
    'react',
    'react-dom',
    'valibot',
    'zustand',
  ])
})

test('the lock file fits the manifest and names no registry', () => {
  const text = readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')
  const { version, dependencies, devDependencies } = manifest
  expect(JSON.parse(text).packages['']).toMatchObject({ version, dependencies, devDependencies })
  expect(text.match(/"resolved".*/g)).toBeNull()
  expect(readFileSync(join(PROJECT, '.npmrc'), 'utf8')).not.toContain('registry=')
})

test('the program that package.json names is the one that is built', () => {
  expect(manifest.bin).toEqual({ 'vhdx-inspector': 'dist/cli/vhdx-inspector.js' })
})
