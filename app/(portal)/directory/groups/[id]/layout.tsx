import type { ReactNode } from 'react'
import { ObjectLayout } from '../../_components/object-layout.tsx'

type LayoutProps = { params: Promise<{ id: string }>; children: ReactNode }

export default function Layout({ params, children }: LayoutProps) {
  return (
    <ObjectLayout kind="groups" params={params}>
      {children}
    </ObjectLayout>
  )
}
