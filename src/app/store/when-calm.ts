/** Puts off what is asked for often until nothing has asked for it for a while. */
export function whenCalm(act: () => void, calmMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, calmMs)
  }
}
