import { Skeleton } from '../../../../_ui/states.tsx'

export default function Loading() {
  return <Skeleton lines={8} />
}
