import type { CodegenConfig } from '@graphql-codegen/cli'

/** What the scalars of the schema are in JSON. `Long` is 64 bits wide, so it travels as text. */
const scalars = { ID: 'string', DateTime: 'string', Long: 'string', JSON: 'unknown' }

/** The operations of one app: a typed document for each, with its hash. */
function operations(folder: string): CodegenConfig['generates'] {
  return {
    [`${folder}/src/gql/`]: {
      documents: `${folder}/src/**/*.graphql`,
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' },
      },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars,
      },
    },
  }
}

const config: CodegenConfig = {
  schema: '../api/schema.graphql',
  silent: true,
  ignoreNoDocuments: true,
  generates: {
    'shared/src/gql/schema.ts': {
      plugins: ['typescript'],
      config: { enumsAsTypes: true, onlyEnums: true, strictScalars: true, scalars },
    },
    ...operations('shared'),
    ...operations('console'),
    ...operations('client'),
  },
}

export default config
