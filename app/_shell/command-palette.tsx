'use client'

import { History, type LucideIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components'
import { controlClass } from '../_ui/field.tsx'
import { NAVIGATION } from './navigation.ts'
import { usePaletteVerbs } from './palette-verbs.ts'
import { recentItems } from './recent-items.ts'

type Command = {
  readonly id: string
  readonly label: string
  readonly icon: LucideIcon
  readonly run: () => void
  /** Why it cannot be used now. */
  readonly disabledReason?: string | undefined
}

type CommandPaletteProps = {
  permissions: readonly string[]
  onClose: () => void
  onShortcuts: () => void
}

/** Pages, objects looked at before, and commands: found by typing, chosen with Enter. */
export function CommandPalette({ permissions, onClose, onShortcuts }: CommandPaletteProps) {
  const router = useRouter()
  const { contains } = useFilter({ sensitivity: 'base' })
  const verbs = usePaletteVerbs(permissions, onShortcuts)
  const sections: readonly { readonly title: string; readonly commands: readonly Command[] }[] = [
    {
      title: 'Recent',
      commands: recentItems().map(({ href, title }) => ({
        id: href,
        label: title,
        icon: History,
        run: () => router.push(href),
      })),
    },
    { title: 'Commands', commands: verbs },
    {
      title: 'Pages',
      commands: NAVIGATION.flatMap(({ items }) => items)
        .filter(({ permission }) => permissions.includes(permission))
        .map(({ href, label, icon }) => ({ id: href, label, icon, run: () => router.push(href) })),
    },
  ]
  const choose = (id: string) => {
    const command = sections.flatMap(({ commands }) => commands).find((each) => each.id === id)
    onClose()
    command?.run()
  }
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => (open ? undefined : onClose())}
      className="fixed inset-0 z-50 flex items-start justify-center bg-scrim p-4 pt-[10vh]"
    >
      <Modal className="w-full max-w-xl rounded-card border border-divider bg-raised shadow-overlay">
        <Dialog aria-label="Command palette" className="flex max-h-[70vh] flex-col outline-none">
          <Autocomplete filter={contains}>
            <SearchField
              aria-label="Find a page or command"
              autoFocus
              className="border-b border-divider p-3"
            >
              <Input
                placeholder="Find a page or command"
                spellCheck={false}
                className={`${controlClass(false)} placeholder:text-muted [&::-webkit-search-cancel-button]:hidden`}
              />
            </SearchField>
            <section
              aria-label="Results"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
              tabIndex={0}
              className="min-h-0 overflow-y-auto"
            >
              <Menu
                aria-label="Pages and commands"
                className="py-1 outline-none"
                renderEmptyState={() => <p className="px-4 py-3 text-muted">No page or command matches</p>}
                disabledKeys={verbs.flatMap(({ id, disabledReason }) =>
                  disabledReason === undefined ? [] : [id],
                )}
                onAction={(key) => choose(String(key))}
              >
                {sections
                  .filter(({ commands }) => commands.length > 0)
                  .map(({ title, commands }) => (
                    <MenuSection key={title} id={title}>
                      <Header className="px-4 pt-2 pb-1 text-caption font-semibold text-muted">
                        {title}
                      </Header>
                      {commands.map((command) => (
                        <PaletteItem key={command.id} command={command} />
                      ))}
                    </MenuSection>
                  ))}
              </Menu>
            </section>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteItem({ command: { id, label, icon: Icon, disabledReason } }: { command: Command }) {
  return (
    <MenuItem
      id={id}
      textValue={label}
      className="flex min-h-9 cursor-pointer items-center gap-3 px-4 py-1.5 outline-none data-disabled:cursor-default data-disabled:text-muted data-focused:bg-selected pointer-coarse:min-h-11"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <bdi className="min-w-0 truncate">{label}</bdi>
      {disabledReason === undefined ? null : (
        <span className="ms-auto truncate text-caption">{disabledReason}</span>
      )}
    </MenuItem>
  )
}
