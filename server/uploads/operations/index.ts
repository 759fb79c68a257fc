import { createUpload } from './create.ts'

export const uploadOperations = { create: createUpload }
