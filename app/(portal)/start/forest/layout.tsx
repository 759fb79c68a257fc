import type { ReactNode } from 'react'
import { DraftProvider } from './_components/draft.tsx'

export default function ForestLayout({ children }: { children: ReactNode }) {
  return <DraftProvider>{children}</DraftProvider>
}
