import type { Page } from '@playwright/test'

export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

export async function fillFirstRun(
  page: Page,
  entries: { code: string; organisation: string; email: string; password: string },
): Promise<void> {
  await page.getByLabel('Install code').fill(entries.code)
  await page.getByLabel('Organisation').fill(entries.organisation)
  await page.getByLabel('E-mail address').fill(entries.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(entries.password)
  await page.getByRole('button', { name: 'Create administrator and sign in' }).click()
}
