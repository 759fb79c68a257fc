import type { Locator, Page } from '@playwright/test'

/** What a form lists at its top when it was refused. */
export function problems(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: /^There (?:is|are) / })
}
