import { expect, test } from 'vitest'
import { importsOf, scriptsOf } from './bundle-size.mjs'

test('a page loads its scripts and preloaded modules, not its styles', () => {
  const html = `<script type="module" crossorigin src="./assets/index-a.js"></script>
    <link rel="modulepreload" crossorigin href="./assets/shared-b.js">
    <link rel="stylesheet" crossorigin href="./assets/index-c.css">`
  expect(scriptsOf(html)).toEqual(['./assets/index-a.js', './assets/shared-b.js'])
})

test('a module loads its static imports and its workers, not its dynamic imports', () => {
  const code =
    'import{a as b}from"./a.js";import"./b.js";export{c}from"./c.js";const d=()=>import("./d.js");' +
    'new Worker(new URL("/assets/worker-e.js",import.meta.url),{type:"module"})'
  expect(importsOf(code)).toEqual(['./a.js', './b.js', './c.js', '/assets/worker-e.js'])
})
