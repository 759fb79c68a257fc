import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './e2e/chromium.ts'

const port = Number(process.env.LOCKSTEP_TEST_PORT ?? 3411)
const dataDirectory = join(tmpdir(), `lockstep-browser-${port}`)

// The configuration is also loaded by each test process; only the first one starts the server, on fresh data.
if (process.env.TEST_WORKER_INDEX === undefined) {
  const forget = () => rmSync(dataDirectory, { recursive: true, force: true })
  forget()
  process.once('exit', forget)
}

const executablePath = findChromium()

export default defineConfig({
  testDir: './e2e/journeys',
  outputDir: './test-results',
  // The journeys share one installation and its staging switch.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
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
    env: { PORT: String(port), LOCKSTEP_DATA_DIR: dataDirectory, LOCKSTEP_URL: `http://localhost:${port}` },
  },
})
