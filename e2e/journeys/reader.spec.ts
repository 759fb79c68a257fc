import type { APIRequestContext } from '@playwright/test'
import { createAccount, createToken } from '../fixtures/reader.ts'
import { type BrowserState, signedInState } from '../fixtures/sign-in.ts'
import { expect, test } from '../fixtures/test.ts'
import { table } from '../pages/data-table.ts'

const READER = 'reader@corp.example'

test.describe('a Global Reader', () => {
  test.describe.configure({ mode: 'serial' })
  let state: BrowserState
  test.beforeAll(async ({ installation }) => {
    state = await signedInState(installation.url, await createAccount(installation, READER, 'Global Reader'))
  })
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  test.use({ storageState: async ({}, use) => use(state) })

  test('reads everything, and every change command says why it cannot be used', async ({ page }) => {
    const changes: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET' && !request.url().includes('/call/')) changes.push(request.url())
    })
    await page.goto('/home')
    await expect(page.getByRole('region', { name: 'Last cycle' })).toBeVisible()
    const sync = page.getByRole('button', { name: 'Sync now' })
    await expect(sync).toHaveAttribute('aria-disabled', 'true')
    await expect(sync).toHaveAccessibleDescription(/sync\.cycle\.start/)
    await sync.click({ force: true })
    await expect(page.getByRole('button', { name: 'More ways to sync' })).toHaveCount(0)

    await page.getByRole('link', { name: 'Sample forest (corp.example)', exact: true }).click()
    const remove = page.getByRole('button', { name: 'Remove connector' })
    await expect(remove).toHaveAttribute('aria-disabled', 'true')
    await remove.click({ force: true })
    await expect(page.getByRole('alertdialog')).toHaveCount(0)

    await page.goto('/start/forest/connect')
    await expect(page.getByRole('button', { name: 'Test and continue' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await page.goto('/logs/audit')
    await expect(table(page, 'Audit log').getByRole('row')).not.toHaveCount(0)
    expect(changes).toEqual([])
  })

  test('gets 403 for every change, with its session and with a token', async ({
    page,
    playwright,
    installation,
  }) => {
    const token = await createToken(installation, 'Global Reader')
    const withToken = await playwright.request.newContext({
      baseURL: installation.url,
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    })
    const changes = await changesOffered(page.request)
    expect(changes.length).toBeGreaterThan(8)
    for (const { method, path, mediaType } of changes) {
      const headers = { origin: installation.url, 'content-type': mediaType }
      for (const caller of [page.request, withToken]) {
        const answer = await caller.fetch(path, { method, headers, data: '{}' })
        expect(answer.status(), `${method} ${path}`).toBe(403)
        expect(await answer.json()).toMatchObject({ code: 'forbidden' })
      }
    }
    await withToken.dispose()
  })

  test('finds the refusals in the audit log', async ({ page }) => {
    await page.goto('/logs/audit?outcome=refused')
    const refused = table(page, 'Audit log').getByRole('row').filter({ hasText: 'Operation refused' })
    await expect(refused.filter({ hasText: READER }).first()).toBeVisible()
    await expect(refused.filter({ hasText: 'sync.staging.set' }).first()).toContainText('Refused')
  })
})

type Change = { readonly method: string; readonly path: string; readonly mediaType: string }

type Described = {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, unknown> } }>>
}

/** Every route that is not read-only, from the API's own description. Setting up the first administrator is public. */
async function changesOffered(request: APIRequestContext): Promise<Change[]> {
  const { paths }: Described = await (await request.get('/api/v1/openapi.json')).json()
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'get' && !path.endsWith('/first-run'))
      .map(([method, { requestBody }]) => ({
        method: method.toUpperCase(),
        path: `/api/v1${path.replace(/^\/api\/v1/, '').replaceAll(/\{\w+\}/g, crypto.randomUUID())}`,
        mediaType: Object.keys(requestBody?.content ?? {})[0] ?? 'application/json',
      })),
  )
}
