/** The JSON schema of a definition, as it is published in public/. */
import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

interface Published {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly schema: GenericSchema
  /** What has a name in it, so that it is told once. */
  readonly definitions: Record<string, GenericSchema>
}

/** Checks that JSON Schema cannot say are left out. */
export function jsonSchemaOf(published: Published): unknown {
  const { name, title, description, schema, definitions } = published
  const { $schema, $defs, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    // What stands before the last schema of a pipe is there to be asked first, and says nothing else.
    typeMode: 'output',
    ignoreActions: ['check', 'raw_check'],
    definitions,
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type.includes('object') ? tidy(jsonSchema) : null,
  })
  // As text, where members that are undefined are none.
  return JSON.parse(JSON.stringify({ $schema, $id: name, title, description, ...rest, $defs }))
}

/** Nothing for what says nothing: that no member is required, or that the others are what nothing can be. */
function tidy({ required = [], additionalProperties: rest, ...schema }: JsonSchema): JsonSchema {
  return {
    ...schema,
    ...(required.length > 0 && { required }),
    ...(rest !== undefined && { additionalProperties: false }),
  }
}
