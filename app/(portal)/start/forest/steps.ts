/** The wizard's pages, in order. */
export const STEPS = ['choose', 'connect', 'domains', 'review', 'progress'] as const
export type Step = (typeof STEPS)[number]

/** Steps that the stepper shows; the progress page comes after the wizard. */
export const SHOWN_STEPS: readonly Step[] = ['choose', 'connect', 'domains', 'review']

export function stepHref(step: Step): string {
  return `/start/forest/${step}`
}
