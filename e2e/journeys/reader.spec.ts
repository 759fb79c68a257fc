import { once } from 'node:events'
import { createServer } from 'node:http'
import type { APIRequestContext } from '@playwright/test'
import { createAccount, createToken } from '../fixtures/reader.ts'
import { signedInState } from '../fixtures/sign-in.ts'
import { expect, test } from '../fixtures/test.ts'
import { table } from '../pages/data-table.ts'

const READER = 'reader@corp.example'

test.describe('a Global Reader', () => {
  test.use({
    administratorState: [
      async ({ installation }, use) => {
        const reader = await createAccount(installation, READER, 'Global Reader')
        await use(await signedInState(installation.url, reader))
      },
      { scope: 'worker' },
    ],
  })
  test.describe.configure({ mode: 'serial' })

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
        expect(await answer.json()).toMatchObject({ code: 'access.denied' })
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

test('a page of another origin changes nothing with the administrator’s cookie', async ({
  page,
  conduct,
  installation,
}) => {
  const other = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">')
  }).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  conduct.tolerate(new RegExp(`localhost:${port}`))
  conduct.tolerate(/status of 4\d\d|blocked by CORS/)
  const target = `${installation.url}/api/v1/sync/staging`
  const staging = async () => (await page.request.get(target)).json()
  const before = await staging()

  // The same host under another port is the same site, so the browser does send the cookie.
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
    await page.goto(`http://localhost:${port}/`)
    const answered = page.waitForResponse(target)
    await page.evaluate(submitForm, { target, type })
    expect([403, 415]).toContain((await answered).status())
  }
  await page.goto(`http://localhost:${port}/`)
  const answered = page.waitForResponse(target)
  await page.evaluate(
    (url) =>
      fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"on":true}' }).then(
        () => undefined,
      ),
    target,
  )
  expect([403, 415]).toContain((await answered).status())
  expect(await staging()).toEqual(before)
  other.close()
})

/** Runs in the page of the other origin. */
function submitForm({ target, type }: { target: string; type: string }): void {
  const form = document.createElement('form')
  Object.assign(form, { method: 'post', action: target, enctype: type })
  const field = document.createElement('input')
  // As text/plain this reads {"on":true,"x":"="}.
  Object.assign(field, { name: '{"on":true,"x":"', value: '"}' })
  form.append(field)
  document.body.append(form)
  form.submit()
}

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
