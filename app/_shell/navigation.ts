import {
  BookUser,
  Boxes,
  Contact,
  FileClock,
  House,
  type LucideIcon,
  Network,
  RefreshCcw,
  SendHorizontal,
  TriangleAlert,
  Users,
} from 'lucide-react'

export type NavigationItem = {
  readonly href: string
  readonly label: string
  readonly icon: LucideIcon
  /** Who lacks it does not see the item. */
  readonly permission: string
}

export type NavigationGroup = {
  readonly id: string
  readonly label: string
  readonly items: readonly NavigationItem[]
}

/** The left rail: only pages that work. */
export const NAVIGATION: readonly NavigationGroup[] = [
  {
    id: 'overview',
    label: 'Overview',
    items: [{ href: '/home', label: 'Home', icon: House, permission: 'session.read' }],
  },
  {
    id: 'connect-sync',
    label: 'Connect Sync',
    items: [
      { href: '/sync/connectors', label: 'Connectors', icon: Network, permission: 'connector.read' },
      { href: '/sync/runs', label: 'Operations', icon: RefreshCcw, permission: 'sync.run.read' },
      { href: '/sync/metaverse', label: 'Metaverse search', icon: Boxes, permission: 'metaverse.read' },
      {
        href: '/sync/exports',
        label: 'Pending exports',
        icon: SendHorizontal,
        permission: 'sync.export.read',
      },
    ],
  },
  {
    id: 'directory',
    label: 'Directory',
    items: [
      { href: '/directory/users', label: 'Users', icon: BookUser, permission: 'directory.object.read' },
      { href: '/directory/groups', label: 'Groups', icon: Users, permission: 'directory.object.read' },
      { href: '/directory/contacts', label: 'Contacts', icon: Contact, permission: 'directory.object.read' },
      { href: '/errors', label: 'Sync errors', icon: TriangleAlert, permission: 'sync.error.read' },
    ],
  },
  {
    id: 'monitoring',
    label: 'Monitoring',
    items: [{ href: '/logs/audit', label: 'Audit log', icon: FileClock, permission: 'audit.read' }],
  },
]
