/** The version of this program, as package.json has it: for reports, `--version` and the about line. */
export { version as VERSION } from '../package.json'
