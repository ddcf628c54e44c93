import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { recipeDefinitions, recipeSchema } from '../engine/compose/recipe-schema.ts'
import { reportDefinitions, reportSchema } from '../engine/report/json/report-schema.ts'
import { jsonSchemaOf } from './json-schema.ts'

test.each([
  {
    name: 'recipe-v1.schema.json',
    title: 'VHDX Inspector recipe, version 1',
    description:
      'An image and its log. docs/recipes.md tells what each part does. What lies outside of the disk or of the log that the recipe describes is refused when it is built.',
    schema: recipeSchema,
    definitions: recipeDefinitions,
  },
  {
    name: 'report-v1.schema.json',
    title: 'VHDX Inspector report, version 1',
    description:
      '64-bit values from the disk are decimal strings; sizes of the file, counts and positions inside the log are numbers; GUIDs are lowercase text.',
    schema: reportSchema,
    definitions: reportDefinitions,
  },
])('public/$name says what its definition says (npm run docs writes it)', async (published) => {
  const file = new URL(`../../public/${published.name}`, import.meta.url)
  const schema = jsonSchemaOf(published)
  // In one line, which the formatter then breaks where it has to.
  if (process.env['UPDATE_DOCS']) await writeFile(file, JSON.stringify(schema))
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(schema)
})
