/** Boxes of a picture filled by kind: in a colour of its own, and over it a pattern that says the same. */

export interface KindLook<Kind extends string> {
  readonly patterns: Partial<
    Readonly<Record<Kind, { readonly size: number; readonly path: string }>>
  >
  /** Classes of a box and of the lines of a pattern; both tell the kinds apart by `data-kind`. */
  readonly fill: string | undefined
  readonly line: string | undefined
}

interface KindPatternsProps<Kind extends string> {
  readonly look: KindLook<Kind>
  /** Unique in the page. */
  readonly id: string
  readonly kinds: readonly Kind[]
}

/** The patterns of these kinds, for `KindBox`. */
export function KindPatterns<Kind extends string>({ look, id, kinds }: KindPatternsProps<Kind>) {
  return (
    <defs>
      {kinds.map((kind) => {
        const pattern = look.patterns[kind]
        return (
          pattern && (
            <pattern
              key={kind}
              id={`${id}${kind}`}
              width={pattern.size}
              height={pattern.size}
              patternUnits="userSpaceOnUse"
            >
              <path d={pattern.path} className={look.line} data-kind={kind} />
            </pattern>
          )
        )
      })}
    </defs>
  )
}

export interface KindBoxProps<Kind extends string> {
  readonly kind: Kind
  /** The id of the patterns in the same SVG. */
  readonly patterns: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function KindBox<Kind extends string>({
  look,
  kind,
  patterns,
  ...box
}: KindBoxProps<Kind> & { readonly look: KindLook<Kind> }) {
  return (
    <>
      <rect {...box} className={look.fill} data-kind={kind} />
      {look.patterns[kind] && <rect {...box} fill={`url(#${patterns}${kind})`} />}
    </>
  )
}
