import type { CodegenConfig } from '@graphql-codegen/cli'

/** What the scalars of the schema are in JSON. `Long` and `Fen` are 64 bits wide, so they travel as text. */
const scalars = {
  ID: 'string',
  Date: 'string',
  DateTime: 'string',
  Fen: 'string',
  Long: 'string',
  JSON: 'unknown',
}

/** The operations in these files: a typed document for each, with its hash. */
function operations(target: string, documents: string[]): CodegenConfig['generates'] {
  return {
    [target]: {
      documents,
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

/** Groups of pages of the client that are no part of its first picture. */
const LATER = ['cards', 'chapter', 'join', 'links', 'members', 'mine', 'renewals', 'statements', 'values']

const config: CodegenConfig = {
  schema: '../api/schema.graphql',
  silent: true,
  ignoreNoDocuments: true,
  generates: {
    'shared/src/gql/schema.ts': {
      plugins: ['typescript'],
      config: { enumsAsTypes: true, onlyEnums: true, strictScalars: true, scalars },
    },
    ...operations('shared/src/gql/', ['shared/src/**/*.graphql']),
    ...operations('console/src/gql/', ['console/src/**/*.graphql']),
    // What a group of pages asks for comes with it: all documents of one file are loaded together.
    ...operations('client/src/gql/', [
      'client/src/**/*.graphql',
      ...LATER.map(pages => `!client/src/pages/${pages}/*`),
    ]),
    ...Object.assign(
      {},
      ...LATER.map(pages => operations(`client/src/gql/${pages}/`, [`client/src/pages/${pages}/*.graphql`])),
    ),
  },
}

export default config
