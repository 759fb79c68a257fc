import { startForest } from './fixtures/samba/forest.ts'
import { missingPrerequisites } from './fixtures/samba/prerequisites.ts'
import { labContent } from './lab-content.ts'

const ADDRESS = '127.0.0.2'

/** `npm run lab`: a demo Active Directory forest on this machine until Ctrl-C, with what to enter in the portal. */
async function runLab(): Promise<void> {
  const problems = await missingPrerequisites(ADDRESS)
  if (problems.length > 0) {
    console.error(`The lab cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    process.exitCode = 1
    return
  }
  let stopping = false
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        stopping = true
        resolve()
      })
    }
  })
  console.log('Creating the demo forest (about 10 s) …')
  const forest = await startForest({ realm: 'CONTOSO.TEST', domain: 'CONTOSO', address: ADDRESS }).catch(
    (error: unknown) => {
      // Ctrl-C also ends the tools that build the forest; their failure is then no news.
      if (stopping) return undefined
      throw error
    },
  )
  if (forest === undefined) return
  try {
    const content = labContent(forest.baseDn, 'contoso.test')
    await forest.addLdif(content.ldif)
    if (stopping) return
    console.log(`
The demo forest contoso.test is up: ${content.summary}.

Enter this in the portal, under Get started > Connect a forest:

  Host            ${forest.address}
  Security        LDAPS (port 636)
  Account         ${forest.account.upn}
  Password        ${forest.account.password}
  CA certificate  the lines below, or the file ${forest.caCertificateFile}

${forest.caCertificate.trim()}

To change the directory yourself, sign in with any LDAP tool as
${forest.administrator.dn}
password ${forest.administrator.password}

It stays up until Ctrl-C and is removed then.`)
    await interrupted
    console.log('\nRemoving the demo forest …')
  } finally {
    await forest.stop()
  }
}

await runLab()
