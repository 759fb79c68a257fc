import { expect, type Locator, type Page } from '@playwright/test'
import { readOverview } from '../fixtures/overview.ts'

/** Home's card of the running or last cycle. */
export function cycleCard(page: Page): Locator {
  return page.getByRole('region', { name: /^(?:Running|Last) cycle$/ })
}

/** Waits on Home until no cycle runs. */
export async function untilCycleEnds(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Last cycle' })).toBeVisible({ timeout: 60_000 })
}

/** "Sync now" on Home, until its cycle has ended. */
export async function syncNow(page: Page): Promise<void> {
  await page.goto('/home')
  await untilCycleEnds(page)
  const ended = async () => (await readOverview(page)).lastCycle?.id
  const before = await ended()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect.poll(ended, { timeout: 60_000 }).not.toBe(before)
  await untilCycleEnds(page)
}
