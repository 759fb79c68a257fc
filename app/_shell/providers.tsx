'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ThemeProvider, useTheme } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { Toaster } from 'sonner'
import { createQueryClient } from './query-client.ts'

/** What every page needs around it: theme, query cache, URL state, client-side links, toasts. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [queryClient] = useState(createQueryClient)
  const router = useRouter()
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <QueryClientProvider client={queryClient}>
        <NuqsAdapter>
          <I18nProvider locale="en-GB">
            <RouterProvider navigate={router.push}>{children}</RouterProvider>
          </I18nProvider>
        </NuqsAdapter>
        <Toasts />
      </QueryClientProvider>
    </ThemeProvider>
  )
}

function Toasts() {
  const { resolvedTheme } = useTheme()
  return (
    <Toaster
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      duration={6000}
      visibleToasts={3}
      closeButton
      position="bottom-right"
      toastOptions={{
        style: {
          background: 'var(--color-raised)',
          color: 'var(--color-text)',
          borderColor: 'var(--color-divider)',
        },
      }}
    />
  )
}
