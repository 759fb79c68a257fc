import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Attribute, Change } from 'ldapts'
import { expectAccessible, expectToFit } from '../fixtures/accessible.ts'
import { readOverview } from '../fixtures/overview.ts'
import { makeCertificates } from '../fixtures/samba/certificates.ts'
import { type Forest, startForest } from '../fixtures/samba/forest.ts'
import { expect, ownTest as test } from '../fixtures/test.ts'
import { labContent } from '../lab-content.ts'
import { syncNow, untilCycleEnds } from '../pages/cycle.ts'
import { countAll, row, table } from '../pages/data-table.ts'
import {
  type Connection,
  check,
  expectTicks,
  fillConnection,
  node,
  openWizard,
  testConnection,
} from '../pages/wizard.ts'

test.describe.configure({ mode: 'serial' })

let forest: Forest
let right: Connection

test.beforeAll(async () => {
  test.setTimeout(120_000)
  forest = await startForest({ realm: 'CONTOSO.TEST', domain: 'CONTOSO' })
  await forest.addLdif(labContent(forest.baseDn, 'contoso.test').ldif)
  right = {
    host: forest.address,
    account: forest.account.upn,
    password: forest.account.password,
    caCertificate: forest.caCertificate,
  }
})

test.afterAll(() => forest?.stop())

test.beforeEach(({ conduct }) => {
  conduct.secret(forest.account.password)
  conduct.secret(forest.administrator.password)
})

test('a wrong password fails at sign-in, with cause and fix', async ({ page }) => {
  await openWizard(page, 'Express')
  await fillConnection(page, { ...right, password: 'not the password' })
  await testConnection(page)
  await expect(check(page, 'Secure the connection')).toContainText('Passed')
  await expect(check(page, 'Sign in')).toContainText('Failed')
  await expect(check(page, 'Sign in')).toContainText(/password/i)
  await expect(check(page, 'Read the directory')).toContainText('Not reached')
  await expect(page).toHaveURL(/\/connect$/)
  await expectAccessible(page)
})

test('another authority’s certificate fails at TLS, with cause and fix', async ({ page }) => {
  const directory = await mkdtemp(join(tmpdir(), 'authority-'))
  const caCertificate = await makeCertificates(directory, 'Another CA', 'dc1.other.test', [
    'DNS:dc1.other.test',
  ])
  await rm(directory, { recursive: true })
  await openWizard(page, 'Express')
  await fillConnection(page, { ...right, caCertificate })
  await testConnection(page)
  await expect(check(page, 'Connect')).toContainText('Passed')
  await expect(check(page, 'Secure the connection')).toContainText('Failed')
  await expect(check(page, 'Secure the connection')).toContainText(/certificate/i)
  await expect(check(page, 'Sign in')).toContainText('Not reached')
})

test('a closed port and an unknown host fail where they fail', async ({ page }) => {
  await openWizard(page, 'Express')
  await fillConnection(page, { ...right, host: 'no-such-host.invalid' })
  await testConnection(page)
  await expect(check(page, 'Resolve the host name')).toContainText('Failed')
  await fillConnection(page, right)
  await page.getByLabel('Port').fill('1')
  await testConnection(page)
  await expect(check(page, 'Resolve the host name')).toContainText('Passed')
  await expect(check(page, 'Connect')).toContainText('Failed')
})

test('a Domain Admin is refused with the reason', async ({ page }) => {
  await openWizard(page, 'Express')
  await fillConnection(page, {
    ...right,
    account: 'Administrator@contoso.test',
    password: forest.administrator.password,
  })
  await testConnection(page)
  await expect(check(page, 'Sign in')).toContainText('Passed')
  await expect(check(page, 'Check the rights of the account')).toContainText('Failed')
  await expect(check(page, 'Check the rights of the account')).toContainText(/Domain Admins/)
  await expect(page).toHaveURL(/\/connect$/)
})

test('OUs are chosen by keyboard, and the review starts a staged connection that replaces the sample', async ({
  page,
}) => {
  await openWizard(page, 'Custom')
  await fillConnection(page, right)
  await testConnection(page)
  await expect(page).toHaveURL(/\/domains$/)

  const domain = node(page, 'contoso.test')
  await expectTicks(page, { 'contoso.test': 'in', Contoso: 'in' })
  await expectAccessible(page)
  await domain.focus()
  await page.keyboard.press('Space')
  await expectTicks(page, { 'contoso.test': 'out', Contoso: 'out' })
  await expect(page.getByText('Choose at least one OU, or nothing will sync').first()).toBeVisible()
  const next = page.getByRole('button', { name: 'Next' })
  await expect(next).toHaveAttribute('aria-disabled', 'true')

  await node(page, 'Contoso').focus()
  await page.keyboard.press('Space')
  await expectTicks(page, { 'contoso.test': 'mixed', Contoso: 'in' })
  await page.keyboard.press('ArrowRight')
  await expect(node(page, 'Leavers')).toBeVisible()
  await node(page, 'Leavers').focus()
  await page.keyboard.press('Space')
  await expectTicks(page, { Contoso: 'mixed', Leavers: 'out', People: 'in' })
  await node(page, 'Contoso').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(node(page, 'Leavers')).toBeHidden()
  await expectToFit(page, 360)
  await page.setViewportSize({ width: 1280, height: 720 })
  await next.click()

  await expect(page.getByRole('heading', { name: 'Review' })).toBeVisible()
  await expect(page.getByText('The sample forest will be removed')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'In staging' })).toBeChecked()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Start in staging' }).click()
  await expect(page).toHaveURL(/\/progress\b/)
  await expect(page.getByText('The first cycle has finished.')).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
})

test('in staging every page says so, the sample is gone, and nothing was written', async ({ page }) => {
  for (const path of [
    '/home',
    '/sync/runs',
    '/sync/connectors',
    '/directory/groups',
    '/errors',
    '/logs/audit',
  ]) {
    await page.goto(path)
    await expect(page.getByText('Staging mode.')).toBeVisible()
  }
  await page.goto('/sync/connectors')
  await expect(page.getByRole('link', { name: 'contoso.test' })).toBeVisible()
  await expect(page.getByText('Sample forest')).toHaveCount(0)
  await page.goto('/directory/users')
  await expect(page.getByRole('heading', { name: 'Users' })).toBeVisible()
  await expect(page.getByText('No users yet')).toBeVisible()
})

test('pending exports show each add with its values', async ({ page }) => {
  await page.goto('/home')
  await page.getByRole('main').getByRole('link', { name: 'Review pending exports' }).click()
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('佐藤')
  await expect.poll(() => countAll(page)).toBe(1)
  await page.getByRole('button', { name: /of 美咲 佐藤/ }).click()
  const changes = table(page, '美咲 佐藤')
  await expect(changes.getByRole('row').filter({ hasText: 'userPrincipalName' })).toContainText(
    'msato@contoso.test',
  )
  await expect(changes.getByRole('row').filter({ hasText: 'givenName' })).toContainText('美咲')
  await expectAccessible(page)
})

test('going active needs a confirmation, and then the real people are in the cloud directory', async ({
  page,
}) => {
  await page.goto('/home')
  await page.getByRole('button', { name: 'Approve and go active' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Approve and go active?' })
  await expect(dialog).toContainText(/\d+ adds/)
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Go active' }).click()
  await expect(page.getByText('Staging mode.')).toBeHidden()
  await expect.poll(async () => (await readOverview(page)).pending.adds, { timeout: 60_000 }).toBe(0)
  await untilCycleEnds(page)

  await page.goto('/directory/users')
  for (const name of [
    'Łukasz Kowalski',
    'Ελένη Παπαδοπούλου',
    '美咲 佐藤',
    'محمد عبد الله',
    'Оксана Шевченко',
    '𠮷弘 中村',
  ]) {
    await page.getByRole('searchbox', { name: 'Search users by name or address' }).fill(name)
    await expect(row(page, 'Users', name)).toBeVisible()
  }
  await page.getByRole('searchbox', { name: 'Search users by name or address' }).fill('sobrien')
  await page.getByRole('link', { name: "Siân O'Brien, Jr." }).click()
  await expect(page.getByText('Head of Sales')).toBeVisible()
  await page.getByRole('link', { name: 'On-premises' }).click()
  await expect(page.getByText(/OU=Lyon/).first()).toBeVisible()
})

test('what was left out of scope is not there', async ({ page }) => {
  await page.goto('/directory/users?search=pzielinski')
  await expect(page.getByText('Nothing matches “pzielinski”')).toBeVisible()
  await page.goto('/directory/users?search=Administrator')
  await expect(page.getByText('Nothing matches “Administrator”')).toBeVisible()
})

test('further cycles without a change at the source change nothing', async ({ page }) => {
  const counted = async () => {
    await syncNow(page)
    const { lastCycle } = await readOverview(page)
    return (lastCycle?.runs ?? [])
      .flatMap(({ statistics }) => Object.entries(statistics))
      .filter(([, count]) => count > 0)
      .map(([name]) => name)
  }
  // The first one still takes in what the cloud directory added to the new objects: their identifiers.
  expect(
    (await counted()).filter((name) => /^(?:stage|provisioned|export)-(?!no-change)/.test(name)),
  ).toEqual([])
  expect((await counted()).filter(isChange)).toEqual([])
})

test('a change at the source is on the user’s page after "Sync now", and in the history with its run', async ({
  page,
}) => {
  const client = await forest.adminClient()
  const { searchEntries } = await client.search(forest.baseDn, {
    filter: '(sAMAccountName=msato)',
    attributes: ['cn'],
  })
  const values = { title: 'Principal Engineer', department: 'Research' }
  await client.modify(
    searchEntries[0]?.dn ?? '',
    Object.entries(values).map(
      ([type, value]) =>
        new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) }),
    ),
  )
  await client.unbind()
  await syncNow(page)
  await page.goto('/directory/users?search=msato')
  await page.getByRole('link', { name: '美咲 佐藤' }).click()
  await expect(page.getByText('Principal Engineer')).toBeVisible()
  await page.getByRole('link', { name: 'On-premises' }).click()
  await page.getByRole('link', { name: 'Open metaverse object' }).click()
  await page.getByRole('link', { name: 'History', exact: true }).click()
  // Below what the target was told stands what the source had changed.
  const change = page
    .getByRole('listitem')
    .filter({ hasText: 'Principal Engineer' })
    .filter({ has: page.getByRole('link', { name: 'Open run' }) })
    .last()
  await expect(change).toContainText('Software Engineer')
  await change.getByRole('link', { name: 'Open run' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /synchronization, contoso\.test/ })).toBeVisible()
})

test('neither the connection page nor its API shows the password', async ({ page }) => {
  await page.goto('/sync/connectors')
  await page.getByRole('link', { name: 'contoso.test' }).click()
  await page.getByRole('link', { name: 'Connection', exact: true }).click()
  await expect(page.getByText('Stored sealed; never shown')).toBeVisible()
  const everything = await (await page.request.get('/api/v1/connectors')).text()
  expect(everything).toContain('contoso.test')
  expect(everything).not.toContain(forest.account.password)
  const audit = await (await page.request.get('/api/v1/audit?top=999')).text()
  expect(audit).toContain('connector.created')
  expect(audit).not.toContain(forest.account.password)
})

/** Whether a run's statistic counts something that became different. */
function isChange(statistic: string): boolean {
  return !/^(?:stage-no-change|connector-no-flow|disconnector-(?:filtered|remains))$/.test(statistic)
}
