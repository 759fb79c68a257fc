import { expect, type Locator, type Page } from '@playwright/test'

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
  const before = await lastCycle(page)
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect.poll(() => lastCycle(page), { timeout: 60_000 }).not.toBe(before)
  await untilCycleEnds(page)
}

/** Id of the newest cycle that has ended. */
async function lastCycle(page: Page): Promise<string | undefined> {
  const answer = await page.request.get('/api/v1/sync/overview')
  const overview: { lastCycle: { id: string } | null } = await answer.json()
  return overview.lastCycle?.id
}
