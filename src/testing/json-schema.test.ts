import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { recipeDefinitions, recipeSchema } from '../engine/compose/recipe-schema.ts'
import { jsonSchemaText } from './json-schema.ts'

test.each([
  {
    name: 'recipe-v1.schema.json',
    title: 'VHDX Inspector recipe, version 1',
    description:
      'An image and its log. docs/recipes.md tells what each part does. What lies outside of the disk or of the log that the recipe describes is refused when it is built.',
    schema: recipeSchema,
    definitions: recipeDefinitions,
  },
])('public/$name says what its definition says (npm run docs writes it)', async (published) => {
  const file = new URL(`../../public/${published.name}`, import.meta.url)
  const text = jsonSchemaText(published)
  if (process.env['UPDATE_DOCS']) await writeFile(file, text)
  expect(await readFile(file, 'utf8')).toBe(text)
})
