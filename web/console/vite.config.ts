import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { alias, compressed, documents, proxy } from '../vite.shared'

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  resolve: { alias },
  plugins: [react(), documents('console'), compressed()],
  server: { proxy },
  // The editor brings workers of its own, which the development server must not bundle beforehand.
  optimizeDeps: {
    entries: ['index.html'],
    exclude: ['graphiql', '@graphiql/react', 'monaco-editor', 'monaco-graphql'],
  },
  build: {
    target: 'es2022',
    // Small pictures are files too: a policy without `data:` for scripts and styles stays simple.
    assetsInlineLimit: 0,
    // The explorer's editor is large, and loaded by those who open it alone.
    chunkSizeWarningLimit: 5000,
    rollupOptions: {
      input: {
        index: resolve(import.meta.dirname, 'index.html'),
        explorer: resolve(import.meta.dirname, 'explorer.html'),
      },
    },
  },
})
