import { NotFoundState } from '../_ui/states.tsx'

export default function NotFound() {
  return (
    <>
      <h1 className="mb-4 text-title font-semibold">Not found</h1>
      <NotFoundState />
    </>
  )
}
