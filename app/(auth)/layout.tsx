import type { ReactNode } from 'react'
import { ProductMark } from '../_shell/product-mark.tsx'

export default function SignedOutLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-sunken px-4 py-8 sm:py-16">
      <header className="mb-6 flex items-center gap-2 text-title font-semibold">
        <ProductMark />
        Lockstep
      </header>
      <main className="w-full max-w-md rounded-card border border-divider bg-canvas p-6">{children}</main>
    </div>
  )
}
