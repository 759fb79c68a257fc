import type { Config } from '../server/config.ts'

/** What programs need from the machine; everything else, secrets of other programs included, stays with us. */
const PASSED = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
]

/** The machine's part of a child's environment. */
export function machineEnvironment(development: boolean): NodeJS.ProcessEnv {
  const passed = PASSED.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return {
    ...Object.fromEntries(passed),
    NODE_ENV: development ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

/** The configuration for web and worker, with the database that really runs. The first administrator is not in it. */
export function childEnvironment(
  config: Config,
  databaseUrl: string,
  development: boolean,
): NodeJS.ProcessEnv {
  return {
    ...machineEnvironment(development),
    PORT: String(config.port),
    LOCKSTEP_HOST: config.host,
    LOCKSTEP_URL: config.url,
    LOCKSTEP_TRUSTED_PROXIES: config.trustedProxies.join(','),
    LOCKSTEP_DATA_DIR: config.dataDirectory,
    LOCKSTEP_KEY_FILE: config.keyFile,
    LOCKSTEP_SAMPLE: config.sample ? 'on' : 'off',
    DATABASE_URL: databaseUrl,
    // next-auth builds its callback addresses from this and knows no other way to be told.
    NEXTAUTH_URL: config.url,
  }
}
