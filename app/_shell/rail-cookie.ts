/** Remembers in the browser whether the rail shows icons only: `collapsed` or `open`. */
export const RAIL_COOKIE = 'lockstep-rail'
