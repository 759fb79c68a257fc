/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native to Node or loading files by path: not to be bundled.
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'ldapts', '@azure/msal-node'],
  // Without these Next.js may take a parent folder that has a lock file for the root.
  turbopack: {
    root: import.meta.dirname,
    rules: {
      '**/react-{aria,aria-components,stately}/**/intlStrings.mjs': {
        loaders: ['./app/_shell/english-strings.mjs'],
      },
    },
  },
  outputFileTracingRoot: import.meta.dirname,
  // `npm test` checks types. Here it would also ask for the types that only tests need.
  typescript: { ignoreBuildErrors: true },
  headers: () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
      ],
    },
  ],
}
