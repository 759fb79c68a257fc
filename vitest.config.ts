import { defineConfig } from 'vitest/config'

const exclude = ['node_modules/**', '.next/**', 'data/**', 'e2e/journeys/**']

export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.db.test.ts', '**/*.directory.test.ts', '**/*.process.test.ts'],
        },
      },
      {
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude,
          globalSetup: 'e2e/database-setup.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Whole installations, started and killed.
          name: 'process',
          include: ['**/*.process.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'directory',
          include: ['**/*.directory.test.ts'],
          exclude,
          globalSetup: 'e2e/database-setup.ts',
          // A Samba forest needs a good part of the machine; two at once would only time out.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
