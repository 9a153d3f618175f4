import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { alias } from './vite.shared'

/** Files by name: what an earlier run remembers of them must not decide which test finds what another one left. */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.sort((a, b) => a.moduleId.localeCompare(b.moduleId))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: ByName },
    projects: [
      {
        plugins: [react()],
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{shared,console,client}/src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          restoreMocks: true,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['e2e/src/**/*.e2e.ts'],
          // What a page looks like does not depend on the database: once is enough.
          exclude: process.env.DATABASE_URL ? ['e2e/src/axe.e2e.ts'] : [],
          environment: 'node',
          globalSetup: 'e2e/src/world/setup.ts',
          // The files share the machine's two cores with a browser and a server each.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'screenshots',
          include: ['e2e/src/screenshots.ts'],
          environment: 'node',
          globalSetup: 'e2e/src/world/setup.ts',
          testTimeout: 600_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
