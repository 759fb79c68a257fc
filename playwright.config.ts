import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './e2e/chromium.ts'

const port = Number(process.env.LOCKSTEP_TEST_PORT ?? 3411)
const url = `http://localhost:${port}`
const dataDirectory = join(tmpdir(), `lockstep-browser-${port}`)

// The configuration is also loaded by each test process; only the first one starts the server, on fresh data.
if (process.env.TEST_WORKER_INDEX === undefined) {
  const forget = () => rmSync(dataDirectory, { recursive: true, force: true })
  forget()
  process.once('exit', forget)
}

// Where the journeys find the installation that starts below.
process.env.LOCKSTEP_TEST_URL = url
process.env.LOCKSTEP_TEST_DATA_DIR = dataDirectory

const executablePath = findChromium()
const SAMPLE = ['first-run', 'look-around', 'reader', 'other-origin', 'accessibility']
const journey = (name: string) => new RegExp(`/${name}\\.spec\\.ts$`)

export default defineConfig({
  testDir: './e2e/journeys',
  outputDir: './test-results',
  // Most journeys share one installation, whose first run comes first; the others start their own.
  workers: 1,
  projects: [
    { name: 'first-run', testMatch: journey('first-run') },
    {
      name: 'sample',
      testMatch: SAMPLE.slice(1).map(journey),
      dependencies: ['first-run'],
    },
    { name: 'own', testIgnore: SAMPLE.map(journey) },
  ],
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    actionTimeout: 15_000,
    ...devices['Desktop Chrome'],
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    // Tracing doubles the time; `npm run test:browser -- --trace on` records when something is not clear.
    trace: 'off',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    command: 'node workers/start.ts',
    // The journeys find the one-time code of the first run in process.env.INSTALL_CODE.
    wait: { stdout: /first administrator: (?<install_code>\S+)|Sign in at/ },
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    env: { PORT: String(port), LOCKSTEP_DATA_DIR: dataDirectory, LOCKSTEP_URL: url },
  },
})
