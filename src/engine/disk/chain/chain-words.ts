/** What screen, command line and report say of a chain that is read at somebody’s own risk. */
export const RISK = 'It was written to after the child was made, and is read at your own risk.'
