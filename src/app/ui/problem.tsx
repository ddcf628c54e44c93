/** What went wrong, at the place where it did; it is read out at once. */
export const Problem = ({ text }: { readonly text: string }) => (
  <p className="wrong" role="alert">
    {text}
  </p>
)
