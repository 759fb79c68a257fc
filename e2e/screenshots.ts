import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, expect, type Page } from '@playwright/test'
import { findChromium } from './chromium.ts'
import { ADMINISTRATOR, startInstallation } from './fixtures/installation.ts'
import { type Forest, startForest } from './fixtures/samba/forest.ts'
import { signedInState } from './fixtures/sign-in.ts'
import { labContent } from './lab-content.ts'
import { untilCycleEnds } from './pages/cycle.ts'
import { fillConnection, node, openWizard, testConnection } from './pages/wizard.ts'

const FOLDER = join(import.meta.dirname, '../docs/images')

/** `npm run screenshots`: makes the images of the README anew from the sample forest and the lab's forest. */
async function takeScreenshots(): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  const [installation, forest] = await Promise.all([startInstallation(), startLabForest()])
  const executablePath = findChromium()
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
  try {
    const page = await browser.newPage({
      baseURL: installation.url,
      storageState: await signedInState(installation.url, ADMINISTRATOR),
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      colorScheme: 'light',
    })
    await showSample(page)
    await showConnecting(page, forest)
  } finally {
    await browser.close()
    await forest.stop()
    await installation.stop()
  }
}

async function startLabForest(): Promise<Forest> {
  const forest = await startForest({ realm: 'CONTOSO.TEST', domain: 'CONTOSO' })
  await forest.addLdif(labContent(forest.baseDn, 'contoso.test').ldif)
  return forest
}

async function showSample(page: Page): Promise<void> {
  await page.goto('/home')
  await untilCycleEnds(page)
  await save(page, 'home-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await save(page, 'home-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/sync/metaverse?search=ciniguez')
  await page.getByRole('link', { name: 'Consuelo Íñiguez' }).click()
  await page.getByRole('link', { name: 'Lineage', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Sources, metaverse and targets' })).toBeVisible()
  await save(page, 'metaverse-lineage')
}

async function showConnecting(page: Page, forest: Forest): Promise<void> {
  await openWizard(page, 'Custom')
  await fillConnection(page, {
    host: forest.address,
    account: forest.account.upn,
    password: forest.account.password,
    caCertificate: forest.caCertificate,
  })
  await testConnection(page)
  await node(page, 'contoso.test').focus()
  await page.keyboard.press('Space')
  await node(page, 'Contoso').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await node(page, 'Leavers').focus()
  await page.keyboard.press('Space')
  await node(page, 'People').focus()
  await page.keyboard.press('ArrowRight')
  await expect(node(page, '東京')).toBeVisible()
  await save(page, 'wizard-tree')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Start in staging' }).click()
  await expect(page.getByText('The first cycle has finished.')).toBeVisible({ timeout: 60_000 })
  await page.goto('/sync/exports?search=Παπαδοπούλου')
  await page.getByRole('button', { name: /of Ελένη Παπαδοπούλου/ }).click()
  await save(page, 'pending-exports')
}

/** What is in view, once everything has loaded, without focus rings and notices. */
async function save(page: Page, name: string): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await page.mouse.move(0, 0)
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled', caret: 'hide' })
  process.stdout.write(`docs/images/${name}.png\n`)
}

await takeScreenshots()
