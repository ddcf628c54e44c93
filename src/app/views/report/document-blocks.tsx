/** The blocks of a document on the screen. Its title is below that of the screen. */
import { type Block, breaksOf, type Cell } from '../../../engine/report/document.ts'
import styles from './report-view.module.css'

export function DocumentBlocks({ blocks }: { readonly blocks: readonly Block[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one report never move
  return blocks.map((block, index) => <DocumentBlock key={index} block={block} />)
}

function DocumentBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <Heading level={block.level} text={block.text} />
    case 'text':
      return (
        <p>
          <bdi>{block.text}</bdi>
        </p>
      )
    case 'list':
      return (
        <ul>
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items never move
            <li key={index}>
              <CellText cell={item} />
            </li>
          ))}
        </ul>
      )
    case 'facts':
      return (
        <dl>
          {block.rows.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <CellText cell={value} />
              </dd>
            </div>
          ))}
        </dl>
      )
    case 'table':
      return <DocumentTable {...block} />
    case 'dump':
      return <pre>{block.lines.join('\n')}</pre>
  }
}

function Heading({ level, text }: { readonly level: 1 | 2 | 3; readonly text: string }) {
  const Tag = (['h2', 'h3', 'h4'] as const)[level - 1] ?? 'h4'
  return (
    <Tag>
      <bdi>{text}</bdi>
    </Tag>
  )
}

function DocumentTable({ caption, columns, rows }: Extract<Block, { kind: 'table' }>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who scrolls by keyboard has to get there
    <section className={styles.wide} aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
            <tr key={index}>
              {cells.map((value, column) => (
                <td key={columns[column]}>
                  <CellText cell={value} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function CellText({ cell }: { readonly cell: Cell }) {
  const isText = typeof cell === 'string'
  return (
    <bdi className={isText ? undefined : 'data'} data-breaks={breaksOf(cell)}>
      {isText ? cell : cell.data}
    </bdi>
  )
}
