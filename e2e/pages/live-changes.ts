import type { Locator } from '@playwright/test'

/** Every text that an element shows from now on, with the time it appeared; the element may come and go. */
export type LiveChanges = { readonly seen: () => Promise<readonly { text: string; at: number }[]> }

/** Watches from inside the page, so that nothing is missed between two looks and a reload ends it. */
export async function watchChanges(container: Locator, selector: string): Promise<LiveChanges> {
  const handle = await container.evaluateHandle((root, wanted) => {
    const seen: { text: string; at: number }[] = []
    const look = () => {
      const text = root.querySelector(wanted)?.textContent ?? ''
      if (text !== seen.at(-1)?.text) seen.push({ text, at: performance.now() })
    }
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true })
    look()
    return seen
  }, selector)
  return { seen: () => handle.jsonValue() }
}
