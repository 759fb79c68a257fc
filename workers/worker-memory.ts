/**
 * V8 settings of the worker's process, as arguments of `node`. A cycle makes much short-lived garbage and keeps little:
 * with V8's defaults, which follow the machine's memory, the process grows to several times of what it needs.
 */
export const WORKER_MEMORY = ['--max-semi-space-size=32', '--max-old-space-size=512'] as const
