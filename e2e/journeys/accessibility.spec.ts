import type { APIRequestContext, Page } from '@playwright/test'
import { expectAccessible, expectAccessibleInDark, expectToFit } from '../fixtures/accessible.ts'
import { SIGNED_OUT } from '../fixtures/sign-in.ts'
import { expect, test } from '../fixtures/test.ts'

const NARROW = [360, 320]

test.use({ colorScheme: 'light' })

for (const area of ['the directory', 'connectors', 'operations', 'the metaverse', 'the rest'] as const) {
  test(`no page of ${area} has a serious problem in either theme, and none scrolls sideways`, async ({
    page,
  }) => {
    test.slow()
    for (const route of (await routes(page.request))[area]) {
      await page.setViewportSize({ width: 1280, height: 720 })
      await page.goto(route)
      await settled(page)
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
      await expectAccessible(page)
      await expectAccessibleInDark(page)
      for (const width of NARROW) await expectToFit(page, width)
    }
  })
}

test('a page that does not exist says so, and is accessible', async ({ page, conduct }) => {
  conduct.tolerate(/status of 404/)
  await page.goto('/directory/users/01920000-0000-7000-8000-000000000000')
  await expect(page.getByText('Nothing was found at this address')).toBeVisible()
  await expectAccessible(page)
})

test('on a phone the navigation is a drawer that is accessible and closes with Escape', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 })
  await page.goto('/home')
  await settled(page)
  await expectAccessible(page)
  const opener = page.getByRole('button', { name: 'Open navigation' })
  await opener.click()
  const drawer = page.getByRole('dialog', { name: 'Navigation' })
  await expect(drawer.getByRole('link', { name: 'Audit log' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await expect(opener).toBeFocused()
})

test('the first Tab offers to skip to the content, and Tab reaches every command', async ({ page }) => {
  await page.goto('/home')
  await settled(page)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  for (const command of ['Sync now', 'More ways to sync', 'Connect a directory']) {
    await tabTo(page, command)
  }
})

test('menus, dialogs and panes close with Escape and return focus to what opened them', async ({ page }) => {
  await page.goto('/home')
  await settled(page)
  const more = page.getByRole('button', { name: 'More ways to sync' })
  await more.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()

  await page.getByRole('link', { name: 'Sample forest (corp.example)', exact: true }).click()
  const remove = page.getByRole('button', { name: 'Remove connector' })
  await remove.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await expect(remove).toBeFocused()

  await page.goto('/errors')
  const row = page.getByRole('button', { name: 'Lena Overlong' })
  await row.focus()
  await page.keyboard.press('Enter')
  const pane = page.getByRole('complementary', { name: 'Lena Overlong' })
  await expect(pane).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(pane).toBeHidden()
  await expect(row).toBeFocused()
})

test('the search works by keyboard alone and gives the page back', async ({ page }) => {
  await page.goto('/home')
  await settled(page)
  await page.keyboard.press('/')
  await page.keyboard.type('ursula hold')
  await expect(page.getByRole('option', { name: 'Ursula Holder' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Ursula Holder' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'On-premises' })).toBeVisible()
})

test('a theme can be chosen and stays', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/home')
  await page.getByRole('button', { name: /^Account:/ }).click()
  await page.getByRole('menuitem', { name: /^Dark theme/ }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test.describe('signed out', () => {
  test.use({ storageState: SIGNED_OUT })
  test('sign-in is accessible in both themes and fits a phone', async ({ page }) => {
    await page.goto('/sign-in')
    await expectAccessible(page)
    await expectAccessibleInDark(page)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert').getByRole('link')).toHaveCount(2)
    await expectAccessible(page)
    for (const width of NARROW) await expectToFit(page, width)
  })
})

/** Every kind of page, with real objects where the address names one. */
async function routes(request: APIRequestContext) {
  const first = async (path: string): Promise<string> => {
    const { items }: { items: { id?: string; csId?: string }[] } = await (
      await request.get(`/api/v1${path}`)
    ).json()
    return items[0]?.id ?? items[0]?.csId ?? ''
  }
  const [user, group, contact, mv] = await Promise.all([
    first('/directory/users?search=consuelo'),
    first('/directory/groups?search=UG-All'),
    first('/directory/contacts'),
    first('/sync/metaverse?search=consuelo'),
  ])
  const [run, connector] = await Promise.all([first('/sync/runs'), first('/connectors')])
  const csId = await first(`/connectors/${connector}/objects`)
  const at = (base: string, tabs: readonly string[]) => tabs.map((tab) => `${base}${tab}`)
  return {
    'the directory': [
      ...at('/directory', ['/users', '/groups', '/contacts', '/users?search=nobody-has-this-name']),
      ...at(`/directory/users/${user}`, ['', '/on-premises', '/groups']),
      ...at(`/directory/groups/${group}`, ['', '/members', '/on-premises']),
      ...at(`/directory/contacts/${contact}`, ['', '/on-premises']),
    ],
    connectors: [
      '/sync/connectors',
      ...at(`/sync/connectors/${connector}`, [
        '',
        '/partitions',
        '/connection',
        '/space',
        `/objects/${csId}`,
      ]),
      ...at('/start/forest', ['/choose', '/connect']),
    ],
    operations: [
      '/sync/runs',
      `/sync/runs/${run}`,
      `/sync/runs/${run}/objects?statistic=export-add`,
      '/sync/exports',
    ],
    'the metaverse': [
      '/sync/metaverse',
      ...at(`/sync/metaverse/${mv}`, ['?explain=displayName', '/connectors', '/lineage', '/history']),
    ],
    'the rest': ['/home', '/errors', '/logs/audit'],
  }
}

/** Everything that loads has loaded: no skeleton is left. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

async function tabTo(page: Page, name: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab')
    if ((await focused()) === name || (await label()) === name) return
  }
  throw new Error(`Tab does not reach "${name}"`)
}
