import { expect, type Locator, type Page } from '@playwright/test'

export type Connection = {
  readonly host: string
  readonly account: string
  readonly password: string
  readonly caCertificate: string
}

/** From Home to the page that asks for host and account. */
export async function openWizard(page: Page, kind: 'Express' | 'Custom'): Promise<void> {
  await page.goto('/home')
  await page.getByRole('link', { name: 'Connect a directory' }).first().click()
  await page.getByRole('button', { name: new RegExp(`^${kind}`) }).click()
  await expect(page.getByRole('heading', { name: 'Connect to Active Directory' })).toBeVisible()
}

export async function fillConnection(page: Page, connection: Connection): Promise<void> {
  await page.getByLabel('Domain controllers').fill(connection.host)
  await page.getByRole('textbox', { name: /^Account/ }).fill(connection.account)
  await page.getByRole('textbox', { name: /^Password/ }).fill(connection.password)
  const certificate = page.getByLabel('CA certificate')
  if (!(await certificate.isVisible())) await page.getByText('Port, certificate and name').click()
  await certificate.fill(connection.caCertificate)
}

/** Runs the connection test of what was filled in. */
export async function testConnection(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Test and continue' }).click()
}

/** One line of the connection test, such as "Sign in". */
export function check(page: Page, name: string): Locator {
  return page
    .getByRole('region', { name: 'Testing the connection' })
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${name}`) })
}

/** A domain or OU of the tree. */
export function node(page: Page, name: string): Locator {
  return page
    .getByRole('treegrid', { name: 'Domains and organisational units' })
    .getByRole('row', { name, exact: true })
}

export type Tick = 'in' | 'out' | 'mixed'

export async function expectTicks(page: Page, ticks: Readonly<Record<string, Tick>>): Promise<void> {
  for (const [name, tick] of Object.entries(ticks)) {
    const box = node(page, name).getByRole('checkbox')
    if (tick === 'mixed') await expect(box, name).toBeChecked({ indeterminate: true })
    else await expect(box, name).toBeChecked({ checked: tick === 'in' })
  }
}
