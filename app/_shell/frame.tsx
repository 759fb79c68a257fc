'use client'

import { Menu, PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { IconButton } from '../_ui/button.tsx'
import { classNames } from '../_ui/class-names.ts'
import { AccountMenu } from './account-menu.tsx'
import { Banners, ModeTag } from './banners.tsx'
import { useGlobalKeys } from './global-keys.ts'
import { type Layer, Layers } from './layers.tsx'
import { ObjectSearch } from './object-search.tsx'
import { ProductMark } from './product-mark.tsx'
import { Rail } from './rail.tsx'
import { RAIL_COOKIE } from './rail-cookie.ts'
import { useRememberItems } from './recent-items.ts'

type FrameProps = {
  account: { readonly name: string; readonly roles: readonly string[] }
  permissions: readonly string[]
  organisation: string
  railCollapsed: boolean
  children: ReactNode
}

/** Header, rail and banners around every page of the portal. */
export function Frame({ account, permissions, organisation, railCollapsed, children }: FrameProps) {
  const [collapsed, setCollapsed] = useState(railCollapsed)
  const [layer, setLayer] = useState<Layer>()
  useGlobalKeys(setLayer)
  useRememberItems()
  const toggleRail = () => {
    setCollapsed(!collapsed)
    // biome-ignore lint/suspicious/noDocumentCookie: the server reads it to paint the rail right the first time
    document.cookie = `${RAIL_COOKIE}=${collapsed ? 'open' : 'collapsed'}; path=/; max-age=31536000; samesite=lax`
  }
  const RailIcon = collapsed ? PanelLeftOpen : PanelLeftClose
  return (
    <>
      <SkipLinks />
      <header className="sticky top-0 z-30 border-b border-divider bg-canvas">
        <div className="flex min-h-12 flex-wrap items-center gap-x-3 px-2 md:flex-nowrap md:px-3">
          <IconButton label="Open navigation" className="md:hidden" onClick={() => setLayer('navigation')}>
            <Menu aria-hidden className="size-5" />
          </IconButton>
          <IconButton
            label={collapsed ? 'Expand navigation' : 'Collapse navigation'}
            aria-expanded={!collapsed}
            className="max-md:hidden"
            onClick={toggleRail}
          >
            <RailIcon aria-hidden className="size-5" />
          </IconButton>
          <Link href="/home" className="flex items-center gap-2 rounded-control font-semibold">
            <ProductMark />
            Lockstep
          </Link>
          <div className="flex min-w-0 items-center gap-2">
            {organisation === '' ? null : (
              <span className="truncate border-s border-divider ps-3 text-muted max-lg:hidden">
                {organisation}
              </span>
            )}
            <ModeTag />
          </div>
          <div className="order-last w-full pb-2 md:order-none md:mx-auto md:w-96 md:pb-0">
            <ObjectSearch />
          </div>
          <div className="ms-auto md:ms-0">
            <AccountMenu account={account} onLayer={setLayer} />
          </div>
        </div>
      </header>
      <div className="flex">
        <div
          className={classNames(
            'sticky top-12 hidden h-[calc(100dvh-3rem-1px)] shrink-0 overflow-y-auto border-e border-divider bg-surface md:block',
            collapsed ? 'w-14' : 'w-58',
          )}
        >
          <Rail permissions={permissions} collapsed={collapsed} />
        </div>
        <div className="min-w-0 flex-1">
          <Banners />
          <main id="content" tabIndex={-1} className="mx-auto max-w-400 px-4 pt-4 pb-12 outline-none md:px-6">
            {children}
          </main>
        </div>
      </div>
      <Layers layer={layer} permissions={permissions} onOpen={setLayer} onClose={() => setLayer(undefined)} />
    </>
  )
}

function SkipLinks() {
  const look =
    'sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-control focus:bg-accent focus:px-3 focus:py-2 focus:text-on-accent'
  return (
    <>
      <a href="#content" className={look}>
        Skip to content
      </a>
      <a href="#navigation" className={classNames(look, 'max-md:hidden')}>
        Skip to navigation
      </a>
      <a href="#object-search" className={look}>
        Skip to search
      </a>
    </>
  )
}
