import { readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))

/** What both apps import from `@shared/…`. */
export const alias = { '@shared': resolve(here, 'shared/src') }

/** Answers of the server that a development server of pages asks for. */
export const proxy = {
  '/graphql': { target: 'http://127.0.0.1:8080', ws: true },
  '/session': { target: 'http://127.0.0.1:8080' },
}

/** Writes `documents.json`: the operations of an app by the hash of their text, which the server accepts in their place. */
export function documents(app: string): Plugin {
  return {
    name: 'flotilla-documents',
    apply: 'build',
    generateBundle() {
      const all: Record<string, string> = {}
      for (const folder of ['shared', app]) {
        const generated = resolve(here, folder, 'src/gql')
        for (const file of readdirSync(generated, { recursive: true, encoding: 'utf8' })) {
          if (!file.endsWith('persisted-documents.json')) continue
          const documents = JSON.parse(readFileSync(resolve(generated, file), 'utf8'))
          for (const [hash, text] of Object.entries<string>(documents)) {
            all[hash.replace(/^sha256:/, '')] = text
          }
        }
      }
      this.emitFile({
        type: 'asset',
        fileName: 'documents.json',
        source: `${JSON.stringify(all, null, 1)}\n`,
      })
    },
  }
}

/**
 * Refuses a build whose first picture takes more than so many bytes of gzipped JavaScript: what every visit fetches before
 * anything is seen. Pages that come later are imported where their address is known, see `router.tsx`.
 */
export function firstLoad(most: number): Plugin {
  return {
    name: 'flotilla-first-load',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = new Set<string>()
        const take = (name: string) => {
          const file = bundle[name]
          if (files.has(name) || file?.type !== 'chunk') return
          files.add(name)
          for (const imported of file.imports) take(imported)
        }
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && file.isEntry) take(file.fileName)
        let bytes = 0
        for (const name of files) {
          const file = bundle[name]
          if (file?.type === 'chunk') bytes += gzipSync(file.code, { level: 9 }).length
        }
        if (bytes > most)
          this.error(`the first load is ${bytes} bytes of gzipped JavaScript, of at most ${most}`)
      },
    },
  }
}

/** Text smaller than this is not worth a second file, in bytes. */
const WORTH_COMPRESSING = 1024

/** Lays a `.br` and a `.gz` beside each text, so that the server need not compress what never changes. */
export function compressed(): Plugin {
  return {
    name: 'flotilla-compressed',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          const source = file.type === 'chunk' ? file.code : file.source
          const bytes = Buffer.from(source)
          if (!/\.(js|css|svg|json|webmanifest|map)$/.test(file.fileName) || bytes.length < WORTH_COMPRESSING)
            continue
          const params = { [constants.BROTLI_PARAM_QUALITY]: bytes.length > 1_000_000 ? 9 : 11 }
          this.emitFile({
            type: 'asset',
            fileName: `${file.fileName}.br`,
            source: brotliCompressSync(bytes, { params }),
          })
          this.emitFile({
            type: 'asset',
            fileName: `${file.fileName}.gz`,
            source: gzipSync(bytes, { level: 9 }),
          })
        }
      },
    },
  }
}
