/** Runs once when the portal's server process starts, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('./app/_boundary/peer-address.ts')
}
