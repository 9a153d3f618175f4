import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { alias, compressed, documents, firstLoad, proxy } from '../vite.shared'

export default defineConfig({
  root: import.meta.dirname,
  base: '/client/',
  resolve: { alias },
  plugins: [
    react(),
    documents('client'),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      // Registered by code of ours: an inline script would be refused by the policy of the page.
      injectRegister: null,
      manifest: {
        id: '/client/',
        name: 'Flotilla',
        short_name: 'Flotilla',
        description: '我的分舵、我的会籍，离线也能用',
        lang: 'zh-CN',
        start_url: '/client/',
        scope: '/client/',
        display: 'standalone',
        background_color: '#f6f4ee',
        theme_color: '#0e3a4a',
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
        globIgnores: ['**/documents.json'],
      },
    }),
    // ADR 0014: a helmsman's phone is slow, and so is its network.
    firstLoad(150_000),
    compressed(),
  ],
  server: { proxy },
  build: { target: 'es2022', assetsInlineLimit: 0 },
})
