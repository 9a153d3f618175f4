/** A shape that values often have, to start from. */
export interface Template {
  key: 'price' | 'number' | 'text' | 'choice' | 'set' | 'flag'
  schema: object
}

export const TEMPLATES: readonly Template[] = [
  {
    key: 'price',
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['min', 'max'],
      'x-unit': 'fen',
      properties: { min: { type: 'integer', minimum: 0 }, max: { type: 'integer', minimum: 0 } },
    },
  },
  { key: 'number', schema: { type: 'integer', minimum: 0, maximum: 31 } },
  { key: 'text', schema: { type: 'string', minLength: 1, maxLength: 200 } },
  {
    key: 'choice',
    schema: {
      oneOf: [
        { const: 'online', title: '线上' },
        { const: 'offline', title: '线下' },
      ],
    },
  },
  {
    key: 'set',
    schema: { type: 'array', uniqueItems: true, items: { enum: ['早读会', '分享会', '亲子会'] } },
  },
  { key: 'flag', schema: { type: 'boolean' } },
]

/** A schema as people read and write it. */
export function schemaText(schema: unknown): string {
  return JSON.stringify(schema, null, 2)
}

/** What was typed as a schema: an object of JSON, or why it is none. */
export function readSchema(text: string): { schema: object } | { problem: 'empty' | 'json' | 'object' } {
  if (text.trim() === '') return { problem: 'empty' }
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch {
    return { problem: 'json' }
  }
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
    ? { schema }
    : { problem: 'object' }
}

/** Whether a text is a key of a policy: lower-case words with dots between them, two at least. */
export function isKey(text: string): boolean {
  return /^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(text)
}
