import { ADMINISTRATOR } from '../fixtures/installation.ts'
import { SIGNED_OUT } from '../fixtures/sign-in.ts'
import { expect, test } from '../fixtures/test.ts'
import { cycleCard, untilCycleEnds } from '../pages/cycle.ts'
import { problems } from '../pages/problems.ts'
import { fillFirstRun, fillSignIn } from '../pages/sign-in.ts'

test.use({ storageState: SIGNED_OUT })
test.describe.configure({ mode: 'serial' })

const SET_UP = { organisation: 'Kestrel Works', ...ADMINISTRATOR }

test('a wrong install code is refused with the reason', async ({ page, conduct }) => {
  conduct.tolerate(/status of 4\d\d/)
  await page.goto('/')
  await expect(page).toHaveURL(/\/first-run$/)
  await fillFirstRun(page, { ...SET_UP, code: 'ABCD-EFGH-JKMN-PQRS' })
  await expect(problems(page)).toContainText(/code/i)
  await page.goto('/home')
  await expect(page).toHaveURL(/\/first-run$/)
})

test('every missing entry is named before anything is sent', async ({ page }) => {
  await page.goto('/first-run')
  await page.getByRole('button', { name: 'Create administrator and sign in' }).click()
  const summary = problems(page)
  for (const entry of ['install code', 'e-mail address', 'password']) {
    await expect(summary.getByRole('link', { name: entry })).toBeVisible()
  }
  await summary.getByRole('link', { name: 'Choose a password of at least 12 characters' }).click()
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused()
})

test('the printed code creates the administrator, and Home shows the cycle of the sample', async ({
  page,
}) => {
  await page.goto('/')
  await fillFirstRun(page, { ...SET_UP, code: installCode() })
  await expect(page).toHaveURL(/\/home$/)
  await expect(page.getByRole('banner')).toContainText('Kestrel Works')
  await expect(page.getByRole('heading', { name: 'Bring your directory to the cloud' })).toBeVisible()
  await untilCycleEnds(page)
  await expect(cycleCard(page)).toContainText('Full import, Sample forest (corp.example)')
  const objects = page.getByRole('region', { name: 'Cloud directory' })
  await expect(objects.getByRole('link', { name: '446' })).toBeVisible()
  await expect(objects.getByRole('link', { name: '68' })).toBeVisible()
  await expect(objects.getByRole('link', { name: '27' })).toBeVisible()
})

test('the set-up page is gone afterwards', async ({ page, request }) => {
  await page.goto('/first-run')
  await expect(page).toHaveURL(/\/sign-in/)
  const again = await request.post('/api/v1/first-run', { data: { ...SET_UP, code: installCode() } })
  expect(again.status()).toBe(409)
})

test('a wrong password and an unknown person get the same answer', async ({ page, conduct }) => {
  conduct.tolerate(/status of 401/)
  const refusal = async (email: string, password: string) => {
    await page.goto('/sign-in')
    await fillSignIn(page, email, password)
    return problems(page).innerText()
  }
  const known = await refusal(ADMINISTRATOR.email, 'not the password at all')
  const unknown = await refusal('nobody@corp.example', 'not the password at all')
  expect(known).toContain('is not right')
  expect(unknown).toBe(known)
})

test('sign-in leads to the page that was asked for, and sign-out ends access', async ({ page, context }) => {
  await page.goto('/directory/users?search=petra')
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await fillSignIn(page, ADMINISTRATOR.email, ADMINISTRATOR.password)
  await expect(page).toHaveURL(/\/directory\/users\?search=petra$/)
  await expect(page.getByRole('link', { name: 'Petra Holder' })).toBeVisible()

  const cookies = await context.cookies()
  await page.getByRole('button', { name: `Account: ${ADMINISTRATOR.email}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  // Not only forgotten by this browser: the cookie that it had is worth nothing any more.
  await context.addCookies(cookies)
  expect((await page.request.get('/api/v1/directory/users')).status()).toBe(401)
  await page.goto('/home')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('sign-in never leads away from the portal', async ({ page }) => {
  await page.goto('/sign-in?callbackUrl=https://elsewhere.example/')
  await fillSignIn(page, ADMINISTRATOR.email, ADMINISTRATOR.password)
  await expect(page).toHaveURL(/\/home$/)
})

function installCode(): string {
  const code = process.env.INSTALL_CODE
  if (code) return code
  throw new Error('Lockstep printed no install code')
}
