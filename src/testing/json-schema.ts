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

/** Text of the file. Checks that JSON Schema cannot say are left out. */
export function jsonSchemaText(published: Published): string {
  const { name, title, description, schema, definitions } = published
  const { $schema, $defs, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    // What stands before the last schema of a pipe is there to be asked first, and says nothing else.
    typeMode: 'output',
    ignoreActions: ['check', 'raw_check'],
    definitions,
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'object_with_rest' ? closed(jsonSchema) : null,
  })
  const whole = { $schema, $id: name, title, description, ...rest, $defs }
  return `${JSON.stringify(whole, undefined, 2)}\n`
}

/** A rest that nothing can be is none. */
function closed({ required, ...schema }: JsonSchema): JsonSchema {
  return { ...schema, ...(required?.length && { required }), additionalProperties: false }
}
