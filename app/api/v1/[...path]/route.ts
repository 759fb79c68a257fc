import { answer } from '../../../_boundary/door.ts'

export const dynamic = 'force-dynamic'

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT }
