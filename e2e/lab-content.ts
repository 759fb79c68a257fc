import { escapeDnValue, ldifEntry } from './fixtures/samba/ldif.ts'

type City = {
  readonly ou: string
  readonly city: string
  readonly country: string
  readonly code: string
  readonly dial: string
}

const CITIES: Readonly<Record<string, City>> = {
  berlin: { ou: 'Berlin', city: 'Berlin', country: 'Germany', code: 'DE', dial: '+49 30 5550' },
  athens: { ou: 'Αθήνα', city: 'Αθήνα', country: 'Greece', code: 'GR', dial: '+30 21 5550' },
  tokyo: { ou: '東京', city: '東京', country: 'Japan', code: 'JP', dial: '+81 3 5550' },
  krakow: { ou: 'Kraków', city: 'Kraków', country: 'Poland', code: 'PL', dial: '+48 12 5550' },
  cairo: { ou: 'القاهرة', city: 'القاهرة', country: 'Egypt', code: 'EG', dial: '+20 2 5550' },
  lyon: { ou: 'Lyon', city: 'Lyon', country: 'France', code: 'FR', dial: '+33 4 5550' },
}

/** city | given name | family name | account | title | department | note: d = disabled, l = leaver */
const PEOPLE = `
berlin|Anna|Müller|amueller|Chief Executive|Management|
berlin|Jürgen|Groß|jgross|Head of Engineering|Engineering|
berlin|Käthe|Schröder|kschroeder|Software Engineer|Engineering|
berlin|Mehmet|Yılmaz|myilmaz|Software Engineer|Engineering|
berlin|Lena|Hoffmann|lhoffmann|Product Manager|Product|
berlin|Tobias|Weiß|tweiss|Site Reliability Engineer|Operations|
berlin|Sophie|Krüger|skrueger|Designer|Product|
berlin|Paul|Neumann|pneumann|Accountant|Finance|
berlin|Zoë|van der Berg|zvanderberg|Head of Finance|Finance|
berlin|Björn|Åkesson|bakesson|Security Engineer|Security|
berlin|Ingrid|Østergård|iostergard|Recruiter|People|d
berlin|Martin|Vogel|mvogel|Technician|Operations|l
athens|Ελένη|Παπαδοπούλου|epapadopoulou|Head of Operations|Operations|
athens|Νίκος|Γεωργίου|ngeorgiou|Network Engineer|Operations|
athens|Μαρία|Δημητρίου|mdimitriou|Support Engineer|Support|
athens|Γιάννης|Αντωνίου|gantoniou|Support Engineer|Support|
athens|Κατερίνα|Νικολάου|knikolaou|Support Lead|Support|
athens|Δημήτρης|Οικονόμου|doikonomou|Sales Manager|Sales|
athens|Σοφία|Βασιλείου|svasileiou|Legal Counsel|Legal|
athens|Πέτρος|Ιωάννου|pioannou|Technician|Operations|d
tokyo|健太|田中|ktanaka|Country Manager|Management|
tokyo|美咲|佐藤|msato|Software Engineer|Engineering|
tokyo|大輔|鈴木|dsuzuki|Software Engineer|Engineering|
tokyo|陽子|高橋|ytakahashi|Product Manager|Product|
tokyo|翔|渡辺|swatanabe|Sales Manager|Sales|
tokyo|さくら|伊藤|sito|Designer|Product|
tokyo|拓也|山本|tyamamoto|Support Engineer|Support|
tokyo|𠮷弘|中村|ynakamura|Account Executive|Sales|
tokyo|直樹|小林|nkobayashi|Data Scientist|Engineering|d
krakow|Łukasz|Kowalski|lkowalski|Engineering Manager|Engineering|
krakow|Małgorzata|Wiśniewska|mwisniewska|Software Engineer|Engineering|
krakow|Żaneta|Wójcik|zwojcik|Software Engineer|Engineering|
krakow|Grzegorz|Brzęczyszczykiewicz|gbrzeczyszczyk|Test Engineer|Engineering|
krakow|Agnieszka|Dąbrowska|adabrowska|Scrum Master|Engineering|
krakow|Оксана|Шевченко|oshevchenko|Software Engineer|Engineering|
krakow|Дмитро|Бондаренко|dbondarenko|Software Engineer|Engineering|
krakow|Jana|Nováková|jnovakova|Payroll Specialist|Finance|
krakow|Ľubomír|Ďurica|ldurica|Database Engineer|Operations|
krakow|Piotr|Zieliński|pzielinski|Software Engineer|Engineering|l
cairo|محمد|عبد الله|mabdallah|Country Manager|Management|
cairo|فاطمة|حسن|fhassan|Sales Manager|Sales|
cairo|أحمد|إبراهيم|aibrahim|Account Executive|Sales|
cairo|ليلى|منصور|lmansour|Support Engineer|Support|
cairo|יעל|כהן|ycohen|Localisation Lead|Product|
cairo|يوسف|سليمان|ysoliman|Network Engineer|Operations|
cairo|نور|الشريف|nelsherif|Legal Counsel|Legal|d
lyon|Chloé|Lefèvre|clefevre|Head of Product|Product|
lyon|François|Dubois|fdubois|Software Engineer|Engineering|
lyon|Hélène|d'Aubigné|hdaubigne|Head of Legal|Legal|
lyon|Siân|O'Brien, Jr.|sobrien|Head of Sales|Sales|
lyon|Nguyễn|Văn Hùng|nvanhung|Software Engineer|Engineering|
lyon|अनन्या|शर्मा|asharma|Software Engineer|Engineering|
lyon|சுந்தர்|குமார்|skumar|Site Reliability Engineer|Operations|
lyon|สมชาย|ใจดี|sjaidee|Support Engineer|Support|
lyon|김|민준|mkim|Designer|Product|
lyon|王|小明|xwang|Data Scientist|Engineering|
lyon|José|Núñez|jnunez|Head of People|People|
lyon|Nuno|Gonçalves|ngoncalves|Recruiter|People|
lyon|İpek|Çelik|icelik|Security Engineer|Security|
lyon|Renée|Moreau|rmoreau|Office Manager|People|l
`

/** group | members: people, other groups (by name) or contacts; @x takes everybody of department x, #x of city x */
const GROUPS = `
Engineering|@Engineering
Product|@Product
Operations|@Operations
Support|@Support
Sales|@Sales
Finance|@Finance
Legal & Compliance|@Legal
People|@People
Security|@Security
Management|@Management
Berlin Office|#berlin
Athens Office|#athens
Tokyo Office|#tokyo
Kraków Office|#krakow
Cairo Office|#cairo
Lyon Office|#lyon
Research and Development|Engineering, Product, Security
Customer Teams|Support, Sales
Back Office|Finance, Legal & Compliance, People
Europe|Berlin Office, Athens Office, Kraków Office, Lyon Office
Everyone|Europe, Tokyo Office, Cairo Office
Leadership|Management, jgross, zvanderberg, epapadopoulou, clefevre, hdaubigne, sobrien, jnunez
VPN Users|Research and Development, Operations
Payroll Readers|Finance, Leadership
Partner Announcements|Sales, Ada Lovelace (Babbage Ltd), Noor Inayat
`

const CONTACTS = [
  ['Ada Lovelace (Babbage Ltd)', 'ada@babbage.example'],
  ['Noor Inayat', 'noor@partner.example'],
  ['Société Générale de Papier', 'contact@papier.example'],
  ['株式会社サンプル', 'info@sample-jp.example'],
  ['Help Desk, Night Shift', 'night@helpdesk.example'],
  ['Printer Service', 'service@printers.example'],
  ['Østfold Logistik', 'post@ostfold.example'],
  ['Auditors', 'audit@auditors.example'],
] as const

type Person = ReturnType<typeof people>[number]

/** A small company as LDIF: six sites, nested groups, contacts, disabled and service accounts, leavers. */
export function labContent(
  baseDn: string,
  zone: string,
): { readonly ldif: string; readonly summary: string } {
  const root = `OU=Contoso,${baseDn}`
  const ou = (name: string, parent: string) =>
    ldifEntry(`OU=${escapeDnValue(name)},${parent}`, { objectClass: 'organizationalUnit' })
  const staff = people(root, zone)
  const parts = [ou('Contoso', baseDn)]
  for (const name of ['People', 'Groups', 'Contacts', 'Service Accounts', 'Leavers'])
    parts.push(ou(name, root))
  for (const city of Object.values(CITIES)) parts.push(ou(city.ou, `OU=People,${root}`))
  const head = staff[0]
  for (const person of staff) {
    const lead = staff.find((other) => other.department === person.department)
    parts.push(personEntry(person, lead === person ? head?.dn : lead?.dn))
  }
  for (const name of ['backup', 'print', 'intranet']) {
    parts.push(
      ldifEntry(`CN=svc-${name},OU=Service Accounts,${root}`, {
        objectClass: 'user',
        sAMAccountName: `svc-${name}`,
        userPrincipalName: `svc-${name}@${zone}`,
        description: `Runs the ${name} service`,
        userAccountControl: 66080,
      }),
    )
  }
  const dns = new Map(staff.map((person) => [person.account, person.dn]))
  for (const [name, mail] of CONTACTS) {
    const dn = `CN=${escapeDnValue(name)},OU=Contacts,${root}`
    dns.set(name, dn)
    parts.push(
      ldifEntry(dn, {
        objectClass: 'contact',
        displayName: name,
        mail,
        proxyAddresses: [`SMTP:${mail}`],
      }),
    )
  }
  const groups = rows(GROUPS)
  for (const [name = ''] of groups) dns.set(name, `CN=${escapeDnValue(name)},OU=Groups,${root}`)
  for (const [name = '', members = ''] of groups) parts.push(groupEntry(name, members, dns, staff, zone))
  return {
    ldif: parts.join(''),
    summary: `${staff.length} people at ${Object.keys(CITIES).length} sites, ${groups.length} nested groups, ${CONTACTS.length} contacts, 3 service accounts`,
  }
}

function people(root: string, zone: string) {
  return rows(PEOPLE).map((row, index) => {
    const [city = '', given = '', family = '', account = '', title = '', department = '', note = ''] = row
    const site = CITIES[city]
    if (site === undefined) throw new Error(`unknown city ${city}`)
    const name = `${given} ${family}`
    const parent = note === 'l' ? `OU=Leavers,${root}` : `OU=${site.ou},OU=People,${root}`
    const dn = `CN=${escapeDnValue(name)},${parent}`
    return { index, city, site, given, family, name, account, title, department, note, dn, zone }
  })
}

function personEntry(person: Person, manager: string | undefined): string {
  const mail = `${person.account}@${person.zone}`
  return ldifEntry(person.dn, {
    objectClass: 'user',
    sAMAccountName: person.account,
    userPrincipalName: mail,
    givenName: person.given,
    sn: person.family,
    displayName: person.name,
    mail,
    proxyAddresses: [`SMTP:${mail}`, `smtp:${person.account}@mail.${person.zone}`],
    title: person.title,
    department: person.department,
    company: 'Contoso',
    l: person.site.city,
    c: person.site.code,
    co: person.site.country,
    telephoneNumber: `${person.site.dial} ${100 + person.index}`,
    employeeID: String(10_001 + person.index),
    manager: manager === person.dn ? undefined : manager,
    userAccountControl: person.note === '' ? 544 : 546,
  })
}

function groupEntry(
  name: string,
  members: string,
  dns: ReadonlyMap<string, string>,
  staff: readonly Person[],
  zone: string,
): string {
  const member = members.split(', ').flatMap((one) => {
    if (one.startsWith('@')) return staff.filter((p) => p.department === one.slice(1)).map((p) => p.dn)
    if (one.startsWith('#')) return staff.filter((p) => p.city === one.slice(1)).map((p) => p.dn)
    const dn = dns.get(one)
    if (dn === undefined) throw new Error(`group ${name}: unknown member ${one}`)
    return [dn]
  })
  const alias = name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
  const office = name.endsWith('Office') || name === 'Partner Announcements'
  return ldifEntry(dns.get(name) ?? '', {
    objectClass: 'group',
    sAMAccountName: `grp-${alias}`,
    displayName: name,
    description: office ? `Mailing list: ${name}` : `Security group: ${name}`,
    // Offices are universal distribution lists, the others global or universal security groups.
    groupType: office ? 8 : -2147483640,
    mail: office ? `${alias}@${zone}` : undefined,
    proxyAddresses: office ? [`SMTP:${alias}@${zone}`] : undefined,
    member,
  })
}

function rows(table: string): readonly (readonly string[])[] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split('|'))
}
