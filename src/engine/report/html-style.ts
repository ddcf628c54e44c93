/** How the HTML report looks, on the screen in light or dark, and on paper in black on white. */

export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#c9ced6, #3d444f); --dim: light-dark(#56606e, #a3adba) }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #16191e); color: light-dark(#1b1f24, #e4e8ee) }
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.5rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; overflow-wrap: anywhere }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem }
p { margin: .5rem 0; max-width: 75ch; overflow-wrap: anywhere }
dl { display: grid; gap: .1rem; margin: .5rem 0 }
dl > div { display: grid; grid-template-columns: 12rem 1fr; gap: 1rem }
dt { color: var(--dim) }
dd { margin: 0; overflow-wrap: anywhere }
code, pre { font: .87em/1.5 ui-monospace, Menlo, Consolas, monospace }
pre { margin: .5rem 0; padding: .5rem .75rem; border: 1px solid var(--line); overflow-x: auto }
table { border-collapse: collapse; margin: .75rem 0; width: 100% }
caption { text-align: start; color: var(--dim); padding-bottom: .25rem }
th, td { text-align: start; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line) }
.never { white-space: nowrap }
.anywhere { overflow-wrap: anywhere }
.wide { overflow-x: auto }
@media (max-width: 40rem) { dl > div { grid-template-columns: 1fr; gap: 0 } }
@media print {
  :root { color-scheme: light; --line: #999; --dim: #444 }
  body { background: #fff; color: #000; font-size: 10pt }
  main { max-width: none; padding: 0 }
  /* Firefox cuts grids and boxes that scroll where a page ends. */
  dl, dl > div { display: block }
  dt { display: inline-block; min-width: 12rem; padding-inline-end: 1rem }
  dd { display: inline }
  .wide, pre { overflow: visible }
  h2, h3 { break-after: avoid }
  tr, pre, dl > div { break-inside: avoid }
  thead { display: table-header-group }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
}
`
