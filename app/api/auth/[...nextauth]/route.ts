import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '../../../_boundary/auth-options.ts'

type Route = { readonly params: Promise<{ nextauth: string[] }> }

async function handle(request: NextRequest, route: Route): Promise<Response> {
  return NextAuth(request, route, authOptions())
}

export { handle as GET, handle as POST }
