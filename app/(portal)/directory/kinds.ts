/** The kinds of object the cloud directory shows, as their addresses and operations call them. */
export const DIRECTORY_KINDS = ['users', 'groups', 'contacts'] as const
export type DirectoryKind = (typeof DIRECTORY_KINDS)[number]

export const OBJECTS_PER_PAGE = 100
