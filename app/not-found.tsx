import { NotFoundState } from './_ui/states.tsx'

export default function NotFound() {
  return (
    <main className="mx-auto max-w-3xl p-6">
      <h1 className="mb-4 text-title font-semibold">Page not found</h1>
      <NotFoundState />
    </main>
  )
}
