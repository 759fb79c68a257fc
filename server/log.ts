import { type Logger, pino } from 'pino'

/** Field names whose values never reach a log, at the top and one or two levels down. */
const SECRET_FIELDS = [
  'password',
  'newPassword',
  'currentPassword',
  'secret',
  'token',
  'installCode',
  'key',
  'cookie',
  'authorization',
  'databaseUrl',
  'connectionString',
  'DATABASE_URL',
]

/**
 * Log lines as JSON on standard error, so that standard output stays free for results. Pass values as fields of the
 * first argument, never inside the text: only fields are redacted.
 */
export const log: Logger = pino(
  {
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
  },
  pino.destination({ dest: 2, sync: true }),
)
