import { expect, type Locator, type Page } from '@playwright/test'

export function table(page: Page, name: string): Locator {
  return page.getByRole('table', { name, exact: true })
}

/** The row that a cell of this name heads. */
export function row(page: Page, tableName: string, heading: string | RegExp): Locator {
  return table(page, tableName)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: heading }) })
}

/** How many rows the list says it holds, once all are loaded. */
export async function countAll(page: Page): Promise<number> {
  const footer = page.getByRole('main').getByText(/^[\d\s,]+ (?:in all|loaded)$/)
  const more = page.getByRole('button', { name: 'Load more' })
  await expect(async () => {
    await expect(footer).toBeVisible({ timeout: 2_000 })
    if (await more.isVisible()) await more.click()
    await expect(footer).toHaveText(/ in all$/, { timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  return Number((await footer.innerText()).replaceAll(/\D/g, ''))
}
