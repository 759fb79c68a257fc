import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from '../fixtures/test.ts'

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
    await page.waitForURL(target)
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
