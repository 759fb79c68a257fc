/** Reads the next page while the current one is being written. */
export async function* oneAhead<T>(pages: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pages.next()
  try {
    for (;;) {
      const current = await next
      if (current.done) return
      next = pages.next()
      // The consumer may fail before this is awaited; its error is the one that counts then.
      next.catch(() => undefined)
      yield current.value
    }
  } finally {
    await pages.return(undefined).catch(() => undefined)
  }
}
