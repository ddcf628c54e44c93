/** What the state "after" of the open file is called, and who changes it. */
import { type UpdateWords, updateWords } from '../../engine/changes/update-words.ts'
import { useOpenFile } from './use-open-file.ts'

export const useUpdateWords = (): UpdateWords => updateWords(useOpenFile().inspection.update)
